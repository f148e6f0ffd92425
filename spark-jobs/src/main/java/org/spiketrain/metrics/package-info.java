/** Numbers of work that goes on, as Spark's metrics system shows them. */
package org.spiketrain.metrics;
