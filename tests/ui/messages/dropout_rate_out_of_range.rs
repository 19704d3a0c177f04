//! A fraction is at least 0 and below 1.

use chainrule::model;

model! { pub Above: Input(4) -> Dropout(1.5) }
model! { pub One: Input(4) -> Dropout(1.0) }
model! { pub Integer: Input(4) -> Dropout(1) }
model! { pub Negative: Input(4) -> Dropout(-0.1) }
model! { pub Percent: Input(4) -> Dropout(20) }
model! { pub Named: Input(4) -> Dropout(rate = 99.5) }

fn main() {}
