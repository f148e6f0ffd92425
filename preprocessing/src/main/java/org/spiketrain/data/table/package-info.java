/** Corpora and lists in tables: what Spark's sources and the catalogue have. */
package org.spiketrain.data.table;
