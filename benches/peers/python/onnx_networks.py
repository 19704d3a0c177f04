"""The networks of W2, W3 and W7 as ONNX, written with `onnx.helper`, from the arrays that Keras' names stand for. Pictures
come as `(batch, channels, height, width)`."""

import numpy as np


class Graph:
    """Nodes and constants; `add` names what a node gives."""

    def __init__(self, tensors):
        self.tensors, self.nodes, self.constants = tensors, [], []

    def add(self, operator, *inputs, outputs=1, **attributes):
        from onnx import helper

        names = [f"v{len(self.nodes)}_{output}" for output in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(inputs), names, **attributes))
        return names[-1]

    def constant(self, name, array=None):
        """An array of this name, or another."""
        from onnx import numpy_helper

        array = self.tensors[name] if array is None else array
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def dense(self, x, name, activation=None, kernel=None):
        y = self.add("Gemm", x, self.constant(f"{name}.kernel", kernel), self.constant(f"{name}.bias"))
        return self.add(activation, y) if activation else y

    def conv(self, x, name, **attributes):
        kernel = self.constant(f"{name}.kernel", self.tensors[f"{name}.kernel"].transpose(3, 2, 0, 1))
        bias = [self.constant(f"{name}.bias")] if f"{name}.bias" in self.tensors else []
        return self.add("Conv", x, kernel, *bias, **attributes)

    def norm(self, x, name):
        weights = [self.constant(f"{name}.{part}") for part in ("gamma", "beta", "moving_mean", "moving_variance")]
        return self.add("BatchNormalization", x, *weights, epsilon=1e-3)


def lenet(graph):
    x = "x"
    for name in ("conv2d1", "conv2d2"):
        x = graph.add("Relu", graph.conv(x, name))
        x = graph.add("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2])
    x = graph.add("Flatten", x)
    # Keras flattens rows, columns, channels in this order.
    kernel = graph.tensors["dense1.kernel"].reshape(4, 4, 16, 120).transpose(2, 0, 1, 3).reshape(256, 120)
    x = graph.dense(x, "dense1", "Relu", kernel)
    return graph.dense(graph.dense(x, "dense2", "Relu"), "dense3", "Softmax")


def rows(graph):
    # ONNX orders gates as input, output, forget, cell, and Keras as input, forget, cell, output.
    def gates(array):
        i, f, c, o = np.split(array, 4, axis=-1)
        return np.concatenate([i, o, f, c], axis=-1)

    w, r, b = (gates(graph.tensors[f"lstm1.{name}"]) for name in ("kernel", "recurrent_kernel", "bias"))
    w, r = graph.constant("w", w.T[None]), graph.constant("r", r.T[None])
    b = graph.constant("b", np.concatenate([b, np.zeros_like(b)])[None])
    x = graph.add("Transpose", "x", perm=[1, 0, 2])
    x = graph.add("LSTM", x, w, r, b, outputs=2, hidden_size=128)
    x = graph.add("Squeeze", x, graph.constant("axis", np.array([0])))
    return graph.dense(x, "dense1", "Softmax")


def resnet(graph):
    relu = lambda x: graph.add("Relu", x)

    def block(x, name, stride):
        # Keras pads an odd pixel behind.
        pads = [1, 1, 1, 1] if stride == 1 else [0, 0, 1, 1]
        y = graph.conv(x, f"{name}.conv2d1", strides=[stride, stride], pads=pads)
        y = relu(graph.norm(y, f"{name}.batch_normalization1"))
        y = graph.norm(graph.conv(y, f"{name}.conv2d2", pads=[1, 1, 1, 1]), f"{name}.batch_normalization2")
        if stride > 1:
            x = graph.conv(x, f"{name}.conv2d3", strides=[stride, stride])
            x = graph.norm(x, f"{name}.batch_normalization3")
        return relu(graph.add("Add", x, y))

    x = relu(graph.norm(graph.conv("x", "conv2d1", pads=[1, 1, 1, 1]), "batch_normalization1"))
    for name, stride in (("fine1", 1), ("middle1", 2), ("coarse1", 2)):
        x = block(x, name, stride)
    x = graph.add("Flatten", graph.add("GlobalAveragePool", x))
    return graph.dense(x, "dense1", "Softmax")


NETWORKS = {"lenet": (lenet, [1, 28, 28]), "rows": (rows, [28, 28]), "resnet": (resnet, [3, 32, 32])}


def serialized(model, tensors):
    from onnx import TensorProto, helper

    build, shape = NETWORKS[model]
    graph = Graph(tensors)
    last = build(graph)
    value = lambda name, sizes: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", *sizes])
    made = helper.make_graph(graph.nodes, model, [value("x", shape)], [value(last, [10])], graph.constants)
    opset = [helper.make_opsetid("", 21)]
    return helper.make_model(made, opset_imports=opset, ir_version=10).SerializeToString()


def samples(array):
    """Channels first."""
    return np.ascontiguousarray(array.transpose(0, 3, 1, 2)) if array.ndim == 4 else array
