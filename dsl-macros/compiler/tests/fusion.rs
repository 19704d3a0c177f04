//! What is fused into products, and what is not, as printed graphs.

use chainrule_compiler::ast::Input;
use chainrule_compiler::differentiate::differentiate;
use chainrule_compiler::fuse::Wanted;
use chainrule_compiler::graph::Graph;
use chainrule_compiler::plan::{Mode, Plan, plan};
use chainrule_compiler::predicting::predicting;
use chainrule_compiler::report::Report;
use chainrule_compiler::{build, fuse, parse, resolve};

/// The graph of a model without its heads, which it ends in.
fn graph(model: &str) -> (Graph, Vec<fuse::Head>) {
    let tokens = format!("::chainrule; {model}").parse().unwrap();
    let (_, Input::Body(Ok(body), None)) = parse::parse(tokens).unwrap() else { panic!("{model} is a body") };
    let mut report = Report::default();
    let network = resolve::resolve(&body, None, &[], &mut report);
    fuse::heads(build::build(&network, &mut report).unwrap().0)
}

fn fused(graph: &Graph, wanted: Wanted) -> Graph {
    fuse::activations(&fuse::fold(graph, wanted), wanted)
}

/// The forward graph of a model, fused.
fn forward(model: &str) -> String {
    fused(&graph(model).0, Wanted::Outputs).to_string()
}

/// The way there and back, fused, from the first product to the last.
fn both(model: &str) -> String {
    fused(&differentiate(&graph(model).0), Wanted::Outputs).to_string()
}

#[track_caller]
fn assert_graph(graph: &str, expected: &[&str]) {
    assert_eq!(graph.lines().collect::<Vec<_>>(), expected, "\n{graph}");
}

/// The operations of a graph, each with its function.
fn operations(graph: &str) -> Vec<String> {
    let line = |line: &str| -> Option<String> {
        let (_, operation) = line.split_once(" = ")?;
        let (name, operands) = operation.split_once('(')?;
        let function = operands.split_once(')')?.0.split(", ").last()?;
        let plain = function.is_empty() || function.starts_with('%') || function.contains('.');
        Some(if plain { name.to_owned() } else { format!("{name} {function}") })
    };
    graph.lines().filter_map(line).collect()
}

#[test]
fn the_activation_of_a_layer_is_a_part_of_its_product() {
    assert_graph(
        &forward("Input(3) -> Dense(4, relu) -> Dense(2, tanh, use_bias = false)"),
        &[
            "%0 = input() : (3)",
            "%1 = affine(%0, dense1.kernel, dense1.bias, relu) : (4)",
            "%2 = affine(%1, dense2.kernel, tanh) : (2)",
            "return %2",
        ],
    );
}

#[test]
fn so_is_its_derivative_of_the_product_on_the_way_back() {
    assert_graph(
        &both("Input(3) -> Dense(4, relu) -> Dense(2)"),
        &[
            "%0 = input() : (3)",
            "%1 = affine(%0, dense1.kernel, dense1.bias, relu) : (4)",
            "%2 = affine(%1, dense2.kernel, dense2.bias) : (2)",
            "%3 = loss_gradient(%2) : (2)",
            "%4 = affine_grad_kernel(%3, %1, dense2.kernel) : (4, 2)",
            "%5 = affine_grad_bias(%3, dense2.bias) : (2)",
            "%6 = affine_grad_input(%3, %1, dense2.kernel, relu) : (4)",
            "%7 = affine_grad_kernel(%6, %0, dense1.kernel) : (3, 4)",
            "%8 = affine_grad_bias(%6, dense1.bias) : (4)",
            "%9 = affine_grad_input(%6, dense1.kernel) : (3)",
            "%10 = input_gradient(%9) : (3)",
            "return %2",
        ],
    );
}

#[test]
fn a_preactivation_that_the_way_back_reads_stays() {
    for (activation, fused) in [("relu", true), ("tanh", true), ("sigmoid", true), ("gelu", false), ("silu", false)] {
        let model = format!("Input(3) -> Dense(4, {activation}) -> Dense(2)");
        let forward = operations(&forward(&model));
        assert_eq!(forward, ["input", &format!("affine {activation}"), "affine"]);
        let both = operations(&both(&model));
        assert_eq!(both.contains(&format!("affine {activation}")), fused, "{both:?}");
        assert_eq!(both.contains(&format!("pointwise {activation}")), !fused, "{both:?}");
        // The gradient is the product's either way.
        assert!(both.contains(&format!("affine_grad_input {activation}")), "{both:?}");
    }
}

#[test]
fn a_constant_derivative_reads_nothing() {
    let both = both("Input(3) -> Dense(4, |x| 2 * x) -> Dense(2)");
    assert!(both.contains("affine(%0, dense1.kernel, dense1.bias, |x| 2.0 * x)"), "{both}");
    assert!(both.contains("affine_grad_input(%3, dense2.kernel, |x| 2.0 * x)"), "{both}");
}

#[test]
fn a_reshaped_result_is_the_result_itself() {
    assert_graph(
        &forward("Input(3) -> Dense(4) -> Reshape(2, 2) -> relu -> Flatten -> Dense(2)"),
        &[
            "%0 = input() : (3)",
            "%1 = affine(%0, dense1.kernel, dense1.bias, relu) : (4)",
            "%2 = reshape(%1) : (2, 2)",
            "%3 = reshape(%2) : (4)",
            "%4 = affine(%3, dense2.kernel, dense2.bias) : (2)",
            "return %4",
        ],
    );
    let both = both("Input(3) -> Dense(4) -> Reshape(2, 2) -> relu -> Flatten -> Dense(2)");
    assert!(both.contains("affine_grad_input(%5, %2, dense2.kernel, relu) : (4)"), "{both}");
    assert!(!both.contains("pointwise"), "{both}");
}

#[test]
fn of_two_activations_the_first_is_fused() {
    let model = "Input(3) -> Dense(4, relu) -> tanh";
    assert_eq!(operations(&forward(model)), ["input", "affine relu", "pointwise tanh"]);
    let both = operations(&both(model));
    assert_eq!(both[..5], ["input", "affine relu", "pointwise tanh", "loss_gradient", "pointwise_grad tanh"]);
    assert_eq!(both[5], "pointwise_grad relu");
}

#[test]
fn nothing_is_fused_over_a_dropout_or_a_softmax() {
    // No activation goes from behind it into the product before.
    let model = |between| format!("Input(3) -> Dense(4) -> {between} -> relu -> Dense(2)");
    for between in ["Dropout(0.5)", "softmax"] {
        assert!(operations(&forward(&model(between)))[1..].starts_with(&["affine".to_owned()]), "{between}");
        assert!(operations(&both(&model(between)))[1..].starts_with(&["affine".to_owned()]), "{between}");
    }
    assert!(operations(&forward(&model("softmax"))).contains(&"pointwise relu".to_owned()));
    let after = both("Input(3) -> Dense(4, relu) -> Dropout(0.5) -> Dense(2)");
    assert!(after.contains("affine(%0, dense1.kernel, dense1.bias, relu)"), "{after}");
    assert!(
        after.contains("affine_grad_input(%4, dense2.kernel) :"),
        "the mask lies between product and derivative\n{after}"
    );
}

#[test]
fn dropout_is_one_pass_with_the_activation_behind_it_and_the_derivative_on_the_way_back() {
    let passes =
        |model| operations(&both(model)).into_iter().filter(|operation| operation.contains("pointwise")).count();
    // relu behind it, and its derivative behind the product of the way back
    assert_eq!(passes("Input(3) -> Dense(4) -> Dropout(0.5) -> relu -> Dense(2)"), 0);
    // the derivative behind the dropout of the way back
    assert_eq!(passes("Input(3) -> Dense(4, relu) -> Dropout(0.5) -> Dense(2)"), 0);
    // the derivative wants what comes in: gelu stays apart, its derivative does not
    assert_eq!(passes("Input(3) -> Dense(4, gelu) -> Dropout(0.5) -> Dense(2)"), 1);
}

#[test]
fn an_activation_of_the_input_stays_where_it_is() {
    let model = "Input(3) -> relu -> Dense(2)";
    assert_eq!(operations(&forward(model)), ["input", "pointwise relu", "affine"]);
    assert!(both(model).contains("affine_grad_input(%3, %1, dense1.kernel, relu)"));
}

#[test]
fn the_layers_keep_their_outputs() {
    let (graph, _) = graph("Input(3) -> Dense(4) -> relu as act -> Dense(2)");
    let fused = fused(&graph, Wanted::Outputs);
    for (before, after) in graph.layers.iter().zip(&fused.layers) {
        assert_eq!(graph.node(before.output).shape, fused.node(after.output).shape, "{}", before.name);
    }
    assert_eq!(fused.layers[1].output, fused.layers[2].output);
}

#[test]
fn what_layers_put_out_stays_apart_where_it_is_wanted() {
    let operations = |wanted| {
        let model = "Input(4, 4, 1) -> Conv2D(2, 3) -> BatchNormalization -> relu";
        operations(&fused(&fuse::together(&predicting(&graph(model).0)), wanted).to_string())
    };
    assert_eq!(operations(Wanted::Outputs), ["input", "conv"]);
    assert_eq!(operations(Wanted::Layers), ["input", "conv", "fold", "pointwise relu"]);
}

/// Scalars of workspace for one sample.
fn workspace(plan: &Plan) -> usize {
    let size = |sizes: &Vec<_>| sizes.iter().filter_map(chainrule_compiler::dim::Dim::value).max();
    plan.slots.iter().filter_map(size).sum()
}

#[test]
fn fusion_takes_no_memory_and_no_optional_step() {
    for model in [
        "Input(3) -> Dense(4, relu) -> Dense(2)",
        "Input(3) -> Dense(4, gelu) -> Dense(5, tanh) -> Dense(2, softmax)",
        "Input(3) -> relu -> Dense(4, |x| 2 * x) -> Dropout(0.5) -> Dense(5, sigmoid) -> Reshape(5, 1) -> tanh",
        "Input(3, 2) -> relu -> Flatten -> Dense(4) -> Reshape(2, 2) -> elu -> Dense(3, silu) -> Flatten -> Dense(2, sigmoid)",
    ] {
        let (graph, head) = graph(model);
        let adjoint = differentiate(&graph);
        for (graph, mode) in [(&graph, Mode::Predict), (&adjoint, Mode::Train(head))] {
            let (before, after) = (plan(graph, mode.clone()), plan(&fused(graph, Wanted::Outputs), mode.clone()));
            assert!(workspace(&after) <= workspace(&before), "{model}: {mode:?}");
            assert!(after.steps.len() < before.steps.len(), "{model}: {mode:?}");
            let optional = |plan: &Plan| plan.steps.iter().filter(|step| step.optional).count();
            assert!(optional(&after) <= optional(&before), "{model}: {mode:?}");
            assert_eq!(optional(&after) == 0, optional(&before) == 0, "{model}: {mode:?}");
        }
    }
}
