import Tensors

/// Transitions side by side, drawn from a replay buffer: the memory of one gradient step, used again for each.
public final class ReplayBatch {
  /// Rows.
  public let count: Int
  /// What was seen, [count × width].
  public let observations: AlignedBuffer<Float>
  /// What was done, as stored, [count × storage width].
  public let actions: AlignedBuffer<Float>
  /// Discounted sums of the rewards of up to n steps, [count].
  public let rewards: AlignedBuffer<Float>
  /// What was seen after these steps, [count × width]; the true final observation where the episode ended.
  public let nextObservations: AlignedBuffer<Float>
  /// What the value of the next observation counts: γᵏ after k steps, 0 after a termination, [count].
  public let discounts: AlignedBuffer<Float>
  /// Valid choices with each next observation, one byte a flag, [count × mask width].
  public let nextMasks: UnsafeMutableBufferPointer<UInt8>
  /// What each row counts in the loss: importance weights of prioritised replay, else 1, [count].
  public let weights: AlignedBuffer<Float>
  /// Where the rows lie in the buffer, to give them new priorities.
  public internal(set) var rows: [Int]
  /// The parts of both observations that lie in no window, [count × plain width]: the observations themselves where there are
  /// no windows.
  let plain: AlignedBuffer<Float>
  let nextPlain: AlignedBuffer<Float>
  /// How each row's episode ended with its last step, as the buffer notes it, [count].
  let ends: AlignedBuffer<Float>
  /// Where the observation behind each row lies in the buffer, [count].
  let behind: UnsafeMutableBufferPointer<Int>
  /// Scratch of prioritised replay, [count].
  let sums: AlignedBuffer<Double>
  let priorities: AlignedBuffer<Float>

  init(count: Int, shape: ReplayShape) {
    self.count = count
    observations = AlignedBuffer(count: count * shape.width)
    actions = AlignedBuffer(count: count * shape.storageWidth)
    rewards = AlignedBuffer(count: count)
    nextObservations = AlignedBuffer(count: count * shape.width)
    let hasWindows = shape.plain != nil
    plain = hasWindows ? AlignedBuffer(count: count * shape.plainWidth) : observations
    nextPlain = hasWindows ? AlignedBuffer(count: count * shape.plainWidth) : nextObservations
    discounts = AlignedBuffer(count: count)
    nextMasks = .allocate(capacity: count * shape.maskWidth)
    nextMasks.initialize(repeating: 1)
    weights = AlignedBuffer(count: count)
    weights.fill(1)
    rows = [Int](repeating: 0, count: count)
    ends = AlignedBuffer(count: count)
    behind = .allocate(capacity: count)
    behind.initialize(repeating: 0)
    sums = AlignedBuffer(count: count)
    priorities = AlignedBuffer(count: count)
  }

  deinit {
    nextMasks.deallocate()
    behind.deallocate()
  }
}
