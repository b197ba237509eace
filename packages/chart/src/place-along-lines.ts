/**
 * Where to write a label beside a piece of a line, so that it covers neither lines, nor markers, nor other labels.
 *
 * Each label tries places along its piece, on both sides and at several distances; the first with the least cost wins, and
 * what has been placed is an obstacle for the next. Costs: a pixel that sticks out of the frame 4, a covered obstacle 100,
 * a place nearer to another line than to
 * its own 40, and each pixel away from the line 0.5, so that a free place near the middle is taken where there is one.
 */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface PixelPoint {
  readonly x: number;
  readonly y: number;
}

export interface LabelWish {
  readonly from: PixelPoint;
  readonly to: PixelPoint;
  readonly width: number;
  readonly height: number;
  /** Which of the lines it speaks of. */
  readonly line: number;
}

const ALONG = [0.5, 0.38, 0.62, 0.26, 0.74, 0.14, 0.86];
const DISTANCES = [5, 10, 18, 28, 40];
const OUTSIDE_COST = 4;
const COVER_COST = 100;
const DISTANCE_COST = 0.5;
const OFF_MIDDLE_COST = 8;
const ASTRAY_COST = 40;

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Whether the straight line from p to q touches the box (Liang and Barsky 1984). */
export function crosses(box: Box, p: PixelPoint, q: PixelPoint): boolean {
  let [enter, leave] = [0, 1];
  const sides = [
    [p.x - q.x, p.x - box.left],
    [q.x - p.x, box.right - p.x],
    [p.y - q.y, p.y - box.top],
    [q.y - p.y, box.bottom - p.y],
  ] as const;
  for (const [direction, room] of sides) {
    if (direction === 0) {
      if (room < 0) return false;
    } else if (direction < 0) enter = Math.max(enter, room / direction);
    else leave = Math.min(leave, room / direction);
  }
  return enter <= leave;
}

function candidates({ from, to, width, height }: LabelWish): readonly { readonly box: Box; readonly cost: number }[] {
  return ALONG.flatMap((along) => {
    const x = from.x + along * (to.x - from.x);
    const y = from.y + along * (to.y - from.y);
    // A steep line is passed at the side, a flat one above or below: the box's corner keeps the distance.
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const [normalX, normalY] = [(to.y - from.y) / length, -(to.x - from.x) / length];
    return DISTANCES.flatMap((distance) =>
      [1, -1].map((side) => {
        const reach = distance + (Math.abs(normalX) * width + Math.abs(normalY) * height) / 2;
        const centre = { x: x + side * normalX * reach, y: y + side * normalY * reach };
        const box = {
          left: centre.x - width / 2,
          right: centre.x + width / 2,
          top: centre.y - height / 2,
          bottom: centre.y + height / 2,
        };
        return { box, cost: DISTANCE_COST * distance + OFF_MIDDLE_COST * Math.abs(along - 0.5) };
      }),
    );
  });
}

/** From the centre of a box to a polyline. */
function distanceTo(line: readonly PixelPoint[], { left, right, top, bottom }: Box): number {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return Math.min(
    ...line.slice(1).map((q, i) => {
      const p = line[i] ?? q;
      const squared = (q.x - p.x) ** 2 + (q.y - p.y) ** 2;
      const along = ((x - p.x) * (q.x - p.x) + (y - p.y) * (q.y - p.y)) / (squared || 1);
      const t = Math.max(0, Math.min(1, along));
      return Math.hypot(x - p.x - t * (q.x - p.x), y - p.y - t * (q.y - p.y));
    }),
  );
}

/** Boxes for the wishes in their order, inside `frame`, clear of `lines` (polylines) and `obstacles` where possible. */
export function placeAlongLines(
  wishes: readonly LabelWish[],
  frame: Box,
  lines: readonly (readonly PixelPoint[])[],
  obstacles: readonly Box[],
): readonly Box[] {
  const taken = [...obstacles];
  return wishes.map((wish) => {
    let best: { readonly box: Box; readonly cost: number } | undefined;
    for (const { box, cost } of candidates(wish)) {
      const outside =
        Math.max(0, frame.left - box.left) +
        Math.max(0, box.right - frame.right) +
        Math.max(0, frame.top - box.top) +
        Math.max(0, box.bottom - frame.bottom);
      const covered = taken.filter((other) => overlaps(box, other)).length;
      const crossed = lines.reduce(
        (sum, line) => sum + line.slice(1).filter((q, i) => crosses(box, line[i] ?? q, q)).length,
        0,
      );
      const own = distanceTo(lines[wish.line] ?? [], box);
      const astray = lines.some((line, i) => i !== wish.line && distanceTo(line, box) < own);
      const total = cost + (astray ? ASTRAY_COST : 0) + OUTSIDE_COST * outside + COVER_COST * (covered + crossed);
      if (best === undefined || total < best.cost - 1e-9) best = { box, cost: total };
    }
    const box = best?.box ?? { left: 0, top: 0, right: 0, bottom: 0 };
    taken.push(box);
    return box;
  });
}
