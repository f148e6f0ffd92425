/** Runs and versions are mirrored to a server of MLflow by its REST API. */
package org.spiketrain.registry.mlflow;
