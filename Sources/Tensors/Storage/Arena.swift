/// Memory that is handed out piece by piece and taken back all at once.
///
/// The first pass through a network grows the arena; ``reset()`` joins the pieces, so that every later pass of the same
/// size allocates nothing.
final class Arena<Scalar: BinaryFloatingPoint> {
  private var chunks: [AlignedBuffer<Scalar>] = []
  private var current: UnsafeMutablePointer<Scalar>?
  private var remaining = 0
  private var used = 0

  /// Hands out `count` values with unspecified content, aligned to 64 bytes, valid until ``reset()``.
  func allocate(_ count: Int) -> UnsafeMutablePointer<Scalar> {
    // Rounded to whole cache lines, so that kernels never share one.
    let size = (count + 15) & ~15
    if size > remaining || current == nil { grow(by: size) }
    guard let start = current else { preconditionFailure("Invariant: a grown arena has a chunk") }
    current = start + size
    remaining -= size
    used += size
    return start
  }

  /// Takes everything back.
  func reset() {
    if chunks.count > 1 {
      chunks = [AlignedBuffer(count: used)]
    }
    current = chunks.first?.pointer
    remaining = chunks.first?.count ?? 0
    used = 0
  }

  private func grow(by size: Int) {
    let chunk = AlignedBuffer<Scalar>(count: max(size, used, 4096))
    chunks.append(chunk)
    current = chunk.pointer
    remaining = chunk.count
  }
}
