"""The spiking text CNN of the paper's authors, as their training drives it, with the snnTorch that lies in their
checkout. Their Adam decays no weights by default, and neither does this one."""
import importlib.util
import os
from types import SimpleNamespace

import snntorch as snn
from snntorch import surrogate

import sentences

CHECKOUT = os.path.dirname(os.path.dirname(os.path.abspath(snn.__file__)))
LIBRARY = "Lvchangze/snn, snntorch " + snn.__version__


def authors_module():
    """By its file: their package imports modules that the checkout lacks."""
    spec = importlib.util.spec_from_file_location("scnn_textcnn", os.path.join(CHECKOUT, "model", "textcnn.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def network(work):
    shape = sentences.Shape(work)
    settings = SimpleNamespace(
        filters=shape.widths, filter_num=work.filters, hidden_dim=shape.dimensions, sentence_length=work.words,
        label_num=work.classes, beta=1.0, threshold=1.0,
        dead_neuron_checker="False", initial_method="zero", positive_init_rate=0.55)
    net = authors_module().SNN_TextCNN(settings, spike_grad=surrogate.fast_sigmoid(25))
    net.initial()
    return net


def output_spikes(outputs):
    return outputs[1]


def train(work):
    return sentences.training(network(work), output_spikes, work)


def infer(work):
    return sentences.inference(network(work), output_spikes, work)
