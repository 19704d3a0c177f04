//! Arguments are separated by commas and stand in round parentheses.

use chainrule::model;

model! { pub NoComma: Input(28 28) -> Dense(2) }
model! { pub Semicolon: Input(28; 28) -> Dense(2) }
model! { pub DoubleComma: Input(28,, 28) -> Dense(2) }
model! { pub LeadingComma: Input(, 28) -> Dense(2) }
model! { pub Brackets: Input[4] -> Dense(2) }
model! { pub Braces: Input { shape: 4 } -> Dense(2) }
model! { pub Colon: Input(4) -> Dense(units: 2) }
model! { pub NoValue: Input(4) -> Dense(units =) }
model! { pub NoName: Input(4) -> Dense(= 2) }
model! { pub Twice: Input(4) -> Dense(units == 2) }
model! { pub Sum: Input(28 * 28) -> Dense(2) }
model! { pub Difference: Input(4) -> Dense(N - 1) }
model! { pub Cast: Input(4) -> Dense(N as usize) }
model! { pub Order: Input(4) -> Dense(units = 2, relu) }
model! { pub Suffix: Input(4) -> Dense(2u8) }
model! { pub Minus: Input(4) -> Dense(-N) }
model! { pub Reference: Input(4) -> Dense(&2) }
model! { pub Unit: Input(4) -> Dense(2, ()) }
model! { pub Chain: Input(4) -> Dropout(Dense(2) -> relu) }
model! { pub EmptyBlock: Input(4) -> Dense({}) }
model! { pub Unpacked: Input(4) -> Dense(*args, **kwargs) }
model! { pub PathEnds: Input(4) -> Dense(sizes::) }
model! { pub QuotedName: Input(4) -> Dense("units" = 2) }

fn main() {}
