"""ONNX Runtime, which only predicts: models built with `onnx.helper`, inputs and outputs bound."""

import numpy as np
import onnxruntime

import onnx_networks
from common import LAYERS, NETWORKS, PREDICTED, Peer, absolutes, squares

peer = Peer("ONNX Runtime", onnxruntime.__version__)


def serialized(model, pairs, last):
    """A chain of `Gemm` and `Relu`; `last` is an operator behind it, or none."""
    from onnx import TensorProto, helper, numpy_helper

    nodes, constants, at = [], [], "x"
    for layer, (kernel, bias) in enumerate(pairs):
        constants += [numpy_helper.from_array(np.ascontiguousarray(kernel), f"w{layer}")]
        constants += [numpy_helper.from_array(np.ascontiguousarray(bias), f"b{layer}")]
        nodes.append(helper.make_node("Gemm", [at, f"w{layer}", f"b{layer}"], [f"z{layer}"]))
        at = f"z{layer}"
        operator = "Relu" if layer + 1 < len(pairs) else last
        if operator:
            nodes.append(helper.make_node(operator, [at], [f"y{layer}"]))
            at = f"y{layer}"
    sizes = LAYERS[model]
    value = lambda name, width: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", width])
    graph = helper.make_graph(nodes, model, [value("x", sizes[0])], [value(at, sizes[-1])], constants)
    opset = [helper.make_opsetid("", 21)]
    return helper.make_model(graph, opset_imports=opset, ir_version=10).SerializeToString()


def session(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = peer.threads
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def calls(workload, net, inputs, count, check):
    """Inputs and the output are bound, which spares `run` its copies and its look at the arguments."""
    name = net.get_outputs()[0].name
    expected = sum(check(net.run([name], {"x": x})[0]) for x in inputs)
    output = net.run([name], {"x": inputs[0]})[0]
    binding = net.io_binding()
    binding.bind_ortvalue_output(name, onnxruntime.OrtValue.ortvalue_from_numpy(output))
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(x) for x in inputs]

    def predict(at):
        binding.bind_ortvalue_input("x", values[at % len(values)])
        net.run_with_iobinding(binding)

    found = 0.0
    for at in range(len(inputs)):
        predict(at)
        found += check(binding.copy_outputs_to_cpu()[0])
    assert abs(found - expected) <= 1e-5 * expected, "bound and unbound predictions differ"
    peer.calls(workload, predict, count, found)


if peer.wants("start"):
    # The model lies in a file, as it would for a user.
    path = peer.options.data / "digits.onnx"
    net = session(str(path))
    peer.started(net.run(None, {"x": np.full((1, 784), 0.5, np.float32)})[0][0, 0])
else:
    digits = serialized("digits", peer.weights("digits"), "Softmax")
    (peer.options.data / "digits.onnx").write_bytes(digits)

if peer.wants("w4/one"):
    calls("w4/one", session(digits), list(peer.singles()[:, None]), 10_000, squares)
if peer.wants("w4/1000"):
    calls("w4/1000", session(digits), [peer.many()], 200, squares)
if peer.wants("w5/forward"):
    forward = session(serialized("forward", peer.weights("forward"), None))
    calls("w5/forward", forward, list(peer.read("forward_inputs.f32", -1, 6)[:, None]), 10_000, absolutes)

for workload, counts in PREDICTED.items():
    for name, size, count in zip(("one", "1000"), (1, 1000), counts):
        if not peer.wants(f"w8/{workload}/{name}"):
            continue
        model = NETWORKS[workload][0]
        samples = onnx_networks.samples(peer.classes(workload, "test")[0])
        inputs = [samples[at : at + size].copy() for at in range(32 if size == 1 else 1)]
        net = session(onnx_networks.serialized(model, peer.tensors(model)))
        calls(f"w8/{workload}/{name}", net, inputs, count, squares)
