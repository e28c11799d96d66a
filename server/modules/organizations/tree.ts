import type { Types } from 'mongoose';

/** What a body's place in the tree is worked out from. */
export interface Node {
  _id: Types.ObjectId;
  parentId?: Types.ObjectId;
  /** From the root down to the parent. */
  ancestorIds: Types.ObjectId[];
}

/** What a record of one body carries as its scope: the body first, then the bodies above it from the root down. */
export function pathOf({ _id, ancestorIds }: Pick<Node, '_id' | 'ancestorIds'>): Types.ObjectId[] {
  return [_id, ...ancestorIds];
}

/** Whether a body is another one or lies below it. */
export function isWithinBody(node: Pick<Node, '_id' | 'ancestorIds'>, other: Types.ObjectId): boolean {
  return node._id.equals(other) || node.ancestorIds.some((id) => id.equals(other));
}

/** Whether two lists name the same bodies in the same order. */
export function samePath(one: readonly Types.ObjectId[], other: readonly Types.ObjectId[]): boolean {
  return one.length === other.length && one.every((id, at) => other[at]?.equals(id));
}

/** The bodies above each node of a subtree once its root stands below another parent: the part below the root stays. */
export function replanted(
  subtree: readonly Node[],
  root: Node,
  parent: Node,
): { _id: Types.ObjectId; ancestorIds: Types.ObjectId[] }[] {
  const above = [...parent.ancestorIds, parent._id];
  return subtree.map(({ _id, ancestorIds }) => {
    const depth = ancestorIds.findIndex((id) => id.equals(root._id));
    return { _id, ancestorIds: [...above, ...(depth === -1 ? [] : ancestorIds.slice(depth))] };
  });
}
