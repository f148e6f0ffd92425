/**
 * Attacks that look for small changes of a sentence after which a network answers otherwise. They
 * know of the network what it answers, nothing else.
 */
package org.spiketrain.model.attack;
