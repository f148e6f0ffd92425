/** Versions of trained models by name, and the aliases that say which of them is in use. */
package org.spiketrain.registry;
