/** From configuration files to the settings of every job. */
package org.spiketrain.config;
