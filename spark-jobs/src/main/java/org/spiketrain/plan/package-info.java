/** What a training would take on a cluster that is not at hand. */
package org.spiketrain.plan;
