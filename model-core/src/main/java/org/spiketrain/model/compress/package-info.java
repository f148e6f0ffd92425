/** Coarse forms of long vectors: what workers of a training tell each other in few bytes. */
package org.spiketrain.model.compress;
