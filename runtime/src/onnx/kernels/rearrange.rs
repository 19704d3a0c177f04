//! Elements that move: `Transpose`, `Slice`, `Pad`, `Tile`; where axes do something that these cannot say, `Gather`.

pub use crate::kernels::rearrange::Axis;
use crate::onnx::Node;
use crate::onnx::proto::Data;

/// y takes its elements from x as its axes say.
pub fn forward(mut node: Node<'_>, axes: &[Axis], x: usize) {
    // The axes of the input in the order in which they lie in memory, as the places of those of the output.
    let mut order: Vec<_> = (0..axes.len()).filter(|at| axes[*at].stride != 0).collect();
    order.sort_by_key(|at| std::cmp::Reverse(axes[*at].stride * axes[*at].limit));
    let lengths: Vec<_> = order.iter().map(|at| axes[*at].limit).collect();
    let whole = (0..order.len()).all(|at| {
        let behind: usize = lengths[at + 1..].iter().product();
        lengths[at] == 1 || axes[order[at]].stride == behind
    });
    if !whole || !axes.iter().all(is_plain) {
        return gather(node, axes, x);
    }
    let mut y = node.tensor(x, &lengths);
    let mut sorted = order.clone();
    sorted.sort_unstable();
    if sorted != order {
        let place = |at: &usize| order.iter().position(|from| from == at).unwrap_or(*at) as i64 + 1;
        let perm: Vec<_> = [0].into_iter().chain(sorted.iter().map(place)).collect();
        y = node.op("Transpose", &[&y], [("perm", perm.into())]);
    }
    if axes.iter().any(|axis| axis.stride == 0 || axis.each > 1) {
        y = repeat(&mut node, axes, &y);
    }
    y = slice(&mut node, axes, &y);
    y = pad(&mut node, axes, &y);
    let shape: Vec<_> = axes.iter().map(|axis| axis.len).collect();
    node.give(y, &shape);
}

/// Whether `Slice`, `Pad` and `Tile` can say what an axis does.
fn is_plain(axis: &Axis) -> bool {
    let Axis { len, stride, limit, first, step, each } = *axis;
    let all = limit.cast_signed();
    if stride == 0 {
        // Repeats a single element.
        return first == 0 && step == 1 && len <= limit * each;
    }
    match step {
        1 if each > 1 => first == 0 && len == limit * each,
        1 => true,
        -1 => each == 1 && first == all - 1 && len == limit,
        _ => false,
    }
}

/// Repeats the elements of axes: a new axis behind each, along which they are the same.
fn repeat(node: &mut Node<'_>, axes: &[Axis], x: &str) -> String {
    let (mut single, mut times, mut whole) = (vec![-1], vec![1], vec![-1]);
    for axis in axes {
        let (len, often) = match axis {
            Axis { stride: 0, len, .. } => (1, *len),
            Axis { limit, each, .. } => (*limit, *each),
        };
        single.extend([len as i64, 1]);
        times.extend([1, often as i64]);
        whole.push((len * often) as i64);
    }
    let [single, times, whole] = [single, times, whole].map(|sizes| node.graph().ints(&sizes));
    let x = node.op("Reshape", &[x, &single], []);
    let x = node.op("Tile", &[&x, &times], []);
    node.op("Reshape", &[&x, &whole], [])
}

/// What an axis of the output takes of the input's: from where to where. Axes that repeat are as long as they should be.
fn taken(axis: &Axis) -> std::ops::Range<usize> {
    if axis.stride == 0 || axis.each > 1 {
        return 0..axis.len;
    }
    let end = axis.first + axis.len.cast_signed();
    let [start, end] = [axis.first, end].map(|at| at.clamp(0, axis.limit.cast_signed()).cast_unsigned());
    start..end.max(start)
}

/// Cuts axes, and turns them round.
fn slice(node: &mut Node<'_>, axes: &[Axis], x: &str) -> String {
    let (mut starts, mut ends, mut numbers, mut steps) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (number, axis) in axes.iter().enumerate() {
        if axis.step < 0 {
            starts.push(axis.limit as i64 - 1);
            ends.push(i64::MIN);
            steps.push(-1);
        } else if axis.stride != 0 && axis.each == 1 && taken(axis) != (0..axis.limit) {
            starts.push(taken(axis).start as i64);
            ends.push(taken(axis).end as i64);
            steps.push(1);
        } else {
            continue;
        }
        numbers.push(number as i64 + 1);
    }
    if numbers.is_empty() {
        return x.to_owned();
    }
    let [starts, ends, numbers, steps] = [starts, ends, numbers, steps].map(|sizes| node.graph().ints(&sizes));
    node.op("Slice", &[x, &starts, &ends, &numbers, &steps], [])
}

/// Zeros before and behind what is taken.
fn pad(node: &mut Node<'_>, axes: &[Axis], x: &str) -> String {
    let around = |axis: &Axis| match axis {
        Axis { step: 1, each: 1, stride: 1.., .. } => {
            let before = (-axis.first).clamp(0, axis.len.cast_signed()) as i64;
            [before, axis.len as i64 - before - taken(axis).len() as i64]
        }
        _ => [0, 0],
    };
    let around: Vec<_> = axes.iter().map(around).collect();
    if around.iter().all(|sizes| *sizes == [0, 0]) {
        return x.to_owned();
    }
    let side = |side: usize| [0].into_iter().chain(around.iter().map(move |sizes| sizes[side]));
    let sizes: Vec<_> = side(0).chain(side(1)).collect();
    let sizes = node.graph().ints(&sizes);
    node.op("Pad", &[x, &sizes], [])
}

/// Element by element: the number of each in the input, which is followed by a 0 for where there is none.
fn gather(mut node: Node<'_>, axes: &[Axis], x: usize) {
    let input: usize = node.value(x).shape.iter().product();
    let output: usize = node.shape.iter().product();
    let len: usize = axes.iter().map(|axis| axis.len).product();
    let input = input * len / output.max(1);
    let mut places = vec![Some(0)];
    for axis in axes {
        let at = |at: usize| {
            let place = (axis.first + axis.step * at.cast_signed()).div_euclid(axis.each.cast_signed());
            (0..axis.limit.cast_signed()).contains(&place).then(|| place.cast_unsigned() * axis.stride)
        };
        let next = places.iter().flat_map(|place| (0..axis.len).map(move |number| Some((*place)? + at(number)?)));
        places = next.collect();
    }
    let numbers = places.into_iter().map(|place| place.unwrap_or(input) as i64).collect();
    let (held, sizes) = (node.tensor(x, &[input]), node.graph().ints(&[0, 0, 0, 1]));
    let held = node.op("Pad", &[&held, &sizes], []);
    let places = node.graph().tensor("places", &[len], Data::Ints(numbers));
    let y = node.op("Gather", &[&held, &places], [("axis", 1.into())]);
    node.give(y, &[len]);
}
