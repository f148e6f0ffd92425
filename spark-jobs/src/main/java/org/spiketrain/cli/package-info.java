/** The command line: subcommands, configuration and what is shown to the user. */
package org.spiketrain.cli;
