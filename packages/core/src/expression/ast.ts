/** The syntax tree of an expression; offsets count from the beginning of its text. */

export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**";
export type CompareOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in" | "is" | "is not";
export type UnaryOperator = "-" | "+" | "~" | "not";

interface Place {
  readonly from: number;
  readonly to: number;
}

/** A value written down: a number, a text, `True`, `False` or `None`. */
export interface LiteralNode extends Place {
  readonly kind: "literal";
  readonly value: bigint | number | string | boolean | null;
}
export interface NameNode extends Place {
  readonly kind: "name";
  readonly name: string;
}
export interface SequenceNode extends Place {
  readonly kind: "list" | "tuple";
  readonly items: readonly ExpressionNode[];
}
export interface DictNode extends Place {
  readonly kind: "dict";
  readonly pairs: readonly (readonly [ExpressionNode, ExpressionNode])[];
}
export interface UnaryNode extends Place {
  readonly kind: "unary";
  readonly operator: UnaryOperator;
  readonly operand: ExpressionNode;
}
export interface BinaryNode extends Place {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: ExpressionNode;
  readonly right: ExpressionNode;
}
/** `and` and `or` give one of their operands, and do not look at the second without need. */
export interface LogicalNode extends Place {
  readonly kind: "logical";
  readonly operator: "and" | "or";
  readonly left: ExpressionNode;
  readonly right: ExpressionNode;
}
/** `first op[0] rest[0] op[1] rest[1] ...`: each neighbouring pair must hold. */
export interface CompareNode extends Place {
  readonly kind: "compare";
  readonly first: ExpressionNode;
  readonly rest: readonly { readonly operator: CompareOperator; readonly operand: ExpressionNode }[];
}
/** `then if test else otherwise` */
export interface ConditionalNode extends Place {
  readonly kind: "conditional";
  readonly test: ExpressionNode;
  readonly then: ExpressionNode;
  readonly otherwise: ExpressionNode;
}
/** `target[index]`; `target.name` is the same with a text as index. */
export interface IndexNode extends Place {
  readonly kind: "index";
  readonly target: ExpressionNode;
  readonly index: ExpressionNode;
}
export interface CallNode extends Place {
  readonly kind: "call";
  readonly callee: ExpressionNode;
  readonly arguments: readonly ExpressionNode[];
}

export type ExpressionNode =
  | LiteralNode
  | NameNode
  | SequenceNode
  | DictNode
  | UnaryNode
  | BinaryNode
  | LogicalNode
  | CompareNode
  | ConditionalNode
  | IndexNode
  | CallNode;
