/** Published data sets from the web to any Hadoop file system. */
package org.spiketrain.fetch;
