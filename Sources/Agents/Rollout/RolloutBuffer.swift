import RLCore
import Settings

/// What a policy did between two updates, [steps × environments] in step order.
///
/// Each row of a window is kept once for the steps of an environment that show it.
struct RolloutBuffer {
  let steps: Int
  let environments: Int
  let width: Int
  let storageWidth: Int
  let maskWidth: Int

  /// Steps recorded so far.
  private(set) var filled = 0
  /// The part of observations, as the networks saw them, that lies in no window, [rows × plain width].
  private(set) var plainObservations: [Float]
  /// How observations are taken apart; `nil` where they have no windows.
  let plain: PlainColumns?
  private(set) var windows: WindowMemory
  /// Where the windows of each row are, [rows × windows].
  private(set) var marks: [UInt32]
  /// Valid choices, [rows × mask width].
  private(set) var masks: [Bool]
  /// Stored actions before clipping, [rows × storage width].
  private(set) var actions: [Float]
  /// ln π of each action when it was drawn.
  private(set) var logProbabilities: [Float]
  /// Rewards as learnt from.
  private(set) var rewards: [Float]
  /// How episodes ended.
  private(set) var ends: [EpisodeEnd?]
  /// Rows that were truncated, and their final observations one behind the other.
  private(set) var truncatedRows: [Int] = []
  private(set) var finalObservations: [Float] = []
  /// Observations after the last step, [environments × width].
  private(set) var lastObservations: [Float]

  /// The most that a rollout may take, in GiB: what replay buffers may, unless they are told otherwise.
  static let memoryLimit = 8.0

  /// Room for a rollout.
  ///
  /// - Throws: `ConfigurationError` if it would take more than ``memoryLimit``.
  init(
    steps: Int, environments: Int, space: ObservationSpace, storageWidth: Int, maskWidth: Int
  ) throws(ConfigurationError) {
    let (width, windows) = (space.width, space.windows)
    let plain = windows.isEmpty ? nil : PlainColumns(space)
    let plainWidth = plain?.width ?? width
    let bytes =
      Double(steps) * Double(environments) * Self.bytes(width: plainWidth, storageWidth, maskWidth)
      + Double(WindowMemory.bytes(windows, environments: environments, observations: steps, marks: 1))
    let gibibytes = (bytes / Double(1 << 30) * 100).rounded() / 100
    try require(
      bytes <= Self.memoryLimit * Double(1 << 30), "rolloutSteps",
      must: "need at most \(Self.memoryLimit) GiB",
      found: "\(steps) steps of \(environments) environments of \(gibibytes) GiB")
    let rows = steps * environments
    self.steps = steps
    self.environments = environments
    self.width = width
    self.storageWidth = storageWidth
    self.maskWidth = maskWidth
    self.plain = plain
    plainObservations = [Float](repeating: 0, count: rows * plainWidth)
    self.windows = WindowMemory(windows, environments: environments, expectedRows: steps)
    marks = [UInt32](repeating: 0, count: rows * windows.count)
    masks = [Bool](repeating: true, count: rows * maskWidth)
    actions = [Float](repeating: 0, count: rows * storageWidth)
    logProbabilities = [Float](repeating: 0, count: rows)
    rewards = [Float](repeating: 0, count: rows)
    ends = [EpisodeEnd?](repeating: nil, count: rows)
    lastObservations = [Float](repeating: 0, count: environments * width)
  }

  var rows: Int { steps * environments }

  /// Values of the part of an observation that lies in no window.
  var plainWidth: Int { plain?.width ?? width }

  /// Bytes that a full rollout takes, without what episodes that begin or are cut short in it cost.
  var bytes: Int {
    rows * Int(Self.bytes(width: plainWidth, storageWidth, maskWidth))
      + WindowMemory.bytes(windows.windows, environments: environments, observations: steps, marks: 1)
  }

  private static func bytes(width: Int, _ storageWidth: Int, _ maskWidth: Int) -> Double {
    // Beside observations and actions: a log-probability, a reward, an end.
    Double(MemoryLayout<Float>.stride) * (Double(width) + Double(storageWidth) + 2) + Double(maskWidth) + 2
  }

  var isFull: Bool { filled == steps }

  /// Refuses observations that are not those of this rollout's environments.
  func requireFit(of observations: ObservationBatch) throws(PolicyError) {
    try observations.requireExplored(by: environments, width: width, maskWidth: maskWidth)
  }

  /// Keeps what was seen and done, before its outcome is known.
  mutating func keepDecision(
    observations values: [Float], masks flags: [Bool], actions chosen: [Float], logProbabilities logs: [Float]
  ) {
    precondition(!isFull, "a full rollout must be learnt from before more is recorded")
    keepObservations(values)
    copy(flags, into: &masks, at: filled * environments * maskWidth)
    copy(chosen, into: &actions, at: filled * environments * storageWidth)
    copy(logs, into: &logProbabilities, at: filled * environments)
  }

  /// The places of one decision in a rollout.
  struct Decision {
    /// What is seen, [environments × width].
    let observations: UnsafeMutableBufferPointer<Float>
    /// What is done, [environments × storage width].
    let actions: UnsafeMutableBufferPointer<Float>
    /// ln π of it, [environments].
    let logProbabilities: UnsafeMutableBufferPointer<Float>
  }

  /// Keeps a decision that `body` writes where it stays.
  mutating func keepDecision<Result>(masks flags: [Bool], _ body: (Decision) -> Result) -> Result {
    precondition(!isFull, "a full rollout must be learnt from before more is recorded")
    copy(flags, into: &masks, at: filled * environments * maskWidth)
    let first = filled * environments
    guard plain == nil else {
      // Taken apart once the decision has been made on the whole.
      var shown = [Float](repeating: 0, count: environments * width)
      let result = shown.withUnsafeMutableBufferPointer { shown in
        actions.withUnsafeMutableBufferPointer { actions in
          logProbabilities.withUnsafeMutableBufferPointer { logs in
            body(
              Decision(
                observations: shown, actions: Self.rows(first, environments, of: actions, width: storageWidth),
                logProbabilities: Self.rows(first, environments, of: logs, width: 1)))
          }
        }
      }
      keepObservations(shown)
      return result
    }
    return plainObservations.withUnsafeMutableBufferPointer { observations in
      actions.withUnsafeMutableBufferPointer { actions in
        logProbabilities.withUnsafeMutableBufferPointer { logs in
          body(
            Decision(
              observations: Self.rows(first, environments, of: observations, width: width),
              actions: Self.rows(first, environments, of: actions, width: storageWidth),
              logProbabilities: Self.rows(first, environments, of: logs, width: 1)))
        }
      }
    }
  }

  private static func rows(
    _ first: Int, _ count: Int, of values: UnsafeMutableBufferPointer<Float>, width: Int
  ) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(rebasing: values[first * width..<(first + count) * width])
  }

  private mutating func keepObservations(_ values: [Float]) {
    let first = filled * environments
    guard let plain else { return copy(values, into: &plainObservations, at: first * width) }
    values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      for environment in 0..<environments {
        let row = first + environment
        plainObservations.withUnsafeMutableBufferPointer { target in
          guard let target = target.baseAddress else { return }
          plain.extract(start + environment * width, to: target + row * plain.width)
        }
        windows.keep(start + environment * width, of: environment, in: &marks, at: row * windows.markCount)
      }
    }
  }

  /// Copies the observation of a row as the networks saw it.
  func copyObservation(_ row: Int, to target: UnsafeMutablePointer<Float>) {
    plainObservations.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      if let plain {
        plain.insert(start + row * plain.width, in: target)
      } else {
        target.update(from: start + row * width, count: width)
      }
    }
    guard plain != nil else { return }
    windows.show(marks, at: row * windows.markCount, of: row % environments, in: target)
  }

  /// The observations of some rows as the networks saw them.
  ///
  /// - Complexity: O(1) without windows.
  func observations(of rows: Range<Int>) -> ArraySlice<Float> {
    guard plain != nil else { return plainObservations[rows.lowerBound * width..<rows.upperBound * width] }
    return [Float](unsafeUninitializedCapacity: rows.count * width) { values, written in
      if let start = values.baseAddress {
        for (index, row) in rows.enumerated() { copyObservation(row, to: start + index * width) }
      }
      written = rows.count * width
    }[...]
  }

  /// Keeps the outcome of the decision kept last.
  ///
  /// - Parameters:
  ///   - values: Rewards.
  ///   - flags: How episodes ended with this step.
  ///   - finals: Final observations of all environments; those that were truncated are kept.
  ///   - next: Observations to act on next; read only with the last step of the rollout.
  mutating func keepOutcome(rewards values: [Float], ends flags: [EpisodeEnd?], finals: [Float], next: [Float]) {
    let start = filled * environments
    for environment in 0..<environments {
      rewards[start + environment] = values[environment]
      ends[start + environment] = flags[environment]
      if flags[environment] == .truncated {
        truncatedRows.append(start + environment)
        finalObservations.append(contentsOf: finals[environment * width..<(environment + 1) * width])
      }
    }
    filled += 1
    if isFull { lastObservations = next }
  }

  /// Whether observations belong to other episodes than the steps recorded last, because somebody else reset the
  /// environments in between.
  ///
  /// What was recorded then lacks the value of what came next.
  func isInterrupted(by isStart: [Bool]) -> Bool {
    filled > 0 && isStart.indices.contains { isStart[$0] && ends[(filled - 1) * environments + $0] == nil }
  }

  /// Whether what was recorded cannot be learnt from any more when exploring resumes with observations.
  ///
  /// That is so after an interruption, and of a full rollout: something threw between its last step and `learn`.
  func isAbandoned(by isStart: [Bool]) -> Bool { isFull || isInterrupted(by: isStart) }

  /// Makes room for the next rollout.
  mutating func clear() {
    filled = 0
    windows.clear()
    truncatedRows.removeAll(keepingCapacity: true)
    finalObservations.removeAll(keepingCapacity: true)
  }

  private func copy<Value>(_ source: [Value], into target: inout [Value], at start: Int) {
    target.withUnsafeMutableBufferPointer { target in
      _ = UnsafeMutableBufferPointer(rebasing: target[start...]).update(from: source)
    }
  }
}
