"""ONNX Runtime, which only predicts: models built with `onnx.helper`, inputs and outputs bound once where that helps."""

import numpy as np
import onnxruntime

from common import LAYERS, Peer, absolutes, squares

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
    # `_sess.run` is what `run` calls after it has looked at its arguments; a user calls `run`.
    outputs = [net.get_outputs()[0].name]
    feeds = [{"x": x} for x in inputs]
    found = sum(check(net.run(outputs, feed)[0]) for feed in feeds)
    peer.calls(workload, lambda at: net.run(outputs, feeds[at % len(feeds)]), count, found)


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
