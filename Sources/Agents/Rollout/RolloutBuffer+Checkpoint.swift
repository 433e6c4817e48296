import Persistence
import RLCore

/// An unfinished rollout, read from an archive and checked, but not yet taken over.
struct RolloutState {
  let filled: Int
  fileprivate let plainObservations: [Float]
  fileprivate let windows: WindowMemory
  /// Of each environment, oldest first.
  fileprivate let marks: [[UInt32]]
  fileprivate let masks: [Float]
  fileprivate let actions: [Float]
  fileprivate let logProbabilities: [Float]
  fileprivate let rewards: [Float]
  fileprivate let ends: [EpisodeEnd?]
  /// Final observations of the rows that were truncated, one behind the other.
  fileprivate let finals: [Float]
  /// Observations after the last step of a full rollout, else empty.
  fileprivate let last: [Float]
  /// Noise that outlasts a step, as it was drawn last.
  let noise: [Float]
}

/// Only what was recorded is kept: nothing of an empty rollout, which is what there is right after an update.
///
/// The settings win: a rollout that was begun with another number of steps is left aside, and whoever reads begins a new
/// one. Another number of environments is refused.
extension RolloutBuffer {
  /// Takes over a rollout by recording its steps again; `nil` makes room for a new one.
  mutating func restore(_ state: RolloutState?) {
    clear()
    guard let state else { return }
    var (finals, nextFinal) = ([Float](repeating: 0, count: environments * width), 0)
    for step in 0..<state.filled {
      let rows = step * environments..<(step + 1) * environments
      func part<Value>(_ values: [Value], _ width: Int) -> [Value] {
        Array(values[rows.lowerBound * width..<rows.upperBound * width])
      }
      keepDecision(
        observations: state.observations(of: step, in: self), masks: part(state.masks, maskWidth).map { $0 != 0 },
        actions: part(state.actions, storageWidth), logProbabilities: part(state.logProbabilities, 1))
      for environment in 0..<environments where state.ends[rows.lowerBound + environment] == .truncated {
        let values = state.finals[nextFinal * width..<(nextFinal + 1) * width]
        finals.replaceSubrange(environment * width..<(environment + 1) * width, with: values)
        nextFinal += 1
      }
      keepOutcome(rewards: part(state.rewards, 1), ends: part(state.ends, 1), finals: finals, next: state.last)
    }
  }
}

extension RolloutState {
  /// What all environments showed at a step, put together again.
  fileprivate func observations(of step: Int, in rollout: RolloutBuffer) -> [Float] {
    let (environments, width) = (rollout.environments, rollout.width)
    let first = step * environments * rollout.plainWidth
    let part = plainObservations[first..<first + environments * rollout.plainWidth]
    guard let plain = rollout.plain else { return Array(part) }
    var values = [Float](repeating: 0, count: environments * width)
    values.withUnsafeMutableBufferPointer { values in
      part.withUnsafeBufferPointer { part in
        guard let target = values.baseAddress else { return }
        for environment in 0..<environments {
          if let part = part.baseAddress {
            plain.insert(part + environment * plain.width, in: target + environment * width)
          }
          windows.show(
            marks[environment], at: step * windows.markCount, of: environment, in: target + environment * width)
        }
      }
    }
    return values
  }
}

extension TensorArchive {
  private static let rolloutName = "rollout"

  /// Whether there is an unfinished rollout.
  var hasRollout: Bool { metadata["\(Self.rolloutName).filled"] != nil }

  /// Adds the steps recorded since the last update; nothing if there are none.
  ///
  /// - Parameters:
  ///   - rollout: The steps.
  ///   - noise: What they were drawn with, where it outlasts a step.
  mutating func add(_ rollout: RolloutBuffer, noise: [Float] = []) {
    guard rollout.filled > 0 else { return }
    let name = Self.rolloutName
    let (filled, environments) = (rollout.filled, rollout.environments)
    func add(_ part: String, _ values: [Float], width: Int) {
      guard width > 0 else { return }
      self.add(
        Tensor(
          name: "\(name).\(part)", shape: [filled, environments, width],
          values: Array(values[..<(filled * environments * width)])))
    }
    add("observations", rollout.plainObservations, width: rollout.plainWidth)
    let marks = rollout.windows.markCount
    rollout.windows.write(
      to: &self, as: "\(name).windows",
      marks: (0..<environments).map { environment in
        (0..<filled).flatMap { step in
          let row = step * environments + environment
          return rollout.marks[row * marks..<(row + 1) * marks]
        }
      })
    add("masks", rollout.masks.map { $0 ? 1 : 0 }, width: rollout.maskWidth)
    add("actions", rollout.actions, width: rollout.storageWidth)
    add("logProbabilities", rollout.logProbabilities, width: 1)
    add("rewards", rollout.rewards, width: 1)
    add("ends", rollout.ends.map { Float($0.map { Int($0.rawValue) + 1 } ?? 0) }, width: 1)
    let truncated = rollout.truncatedRows.count
    if truncated > 0 {
      self.add(Tensor(name: "\(name).finals", shape: [truncated, rollout.width], values: rollout.finalObservations))
    }
    if rollout.isFull {
      self.add(Tensor(name: "\(name).last", shape: [environments, rollout.width], values: rollout.lastObservations))
    }
    if !noise.isEmpty { self.add(Tensor(name: "\(name).noise", shape: [noise.count], values: noise)) }
    metadata["\(name).filled"] = String(filled)
    metadata["\(name).steps"] = String(rollout.steps)
    metadata["\(name).environments"] = String(environments)
  }

  /// The unfinished rollout for a buffer; the buffer itself is left alone.
  ///
  /// - Parameters:
  ///   - buffer: Where it is to go.
  ///   - noiseCount: Values of the noise that outlasts a step; 0 if there is none.
  /// - Returns: `nil` if there is none, or where it was begun with another number of steps.
  /// - Throws: `ArchiveError` if it is damaged or of other environments.
  func rollout(for buffer: RolloutBuffer, noiseCount: Int = 0) throws(ArchiveError) -> RolloutState? {
    guard hasRollout else { return nil }
    let name = Self.rolloutName
    let environments = try count("\(name).environments")
    guard environments == buffer.environments else {
      throw ArchiveError(
        "has an unfinished rollout of \(environments) environments, \(buffer.environments) are needed")
    }
    let (filled, steps) = (try count("\(name).filled"), try count("\(name).steps"))
    guard (1...max(steps, 1)).contains(filled) else {
      throw ArchiveError("entry \(name).filled must be in 1...\(steps), the steps of the rollout, was \(filled)")
    }
    guard steps == buffer.steps else { return nil }
    func rows(_ part: String, width: Int) throws(ArchiveError) -> [Float] {
      width == 0 ? [] : try tensor("\(name).\(part)", shape: [filled, environments, width])
    }
    let ends = try ends(rows("ends", width: 1), of: "\(name).ends")
    let truncated = ends.count { $0 == .truncated }
    let windows = try buffer.windows.reading(self, as: "\(name).windows", count: filled)
    return RolloutState(
      filled: filled, plainObservations: try rows("observations", width: buffer.plainWidth), windows: windows.memory,
      marks: windows.marks,
      masks: try rows("masks", width: buffer.maskWidth), actions: try rows("actions", width: buffer.storageWidth),
      logProbabilities: try rows("logProbabilities", width: 1), rewards: try rows("rewards", width: 1), ends: ends,
      finals: truncated == 0 ? [] : try tensor("\(name).finals", shape: [truncated, buffer.width]),
      last: filled < steps ? [] : try tensor("\(name).last", shape: [environments, buffer.width]),
      noise: noiseCount == 0 ? [] : try tensor("\(name).noise", shape: [noiseCount]))
  }

  private func ends(_ codes: [Float], of name: String) throws(ArchiveError) -> [EpisodeEnd?] {
    var ends: [EpisodeEnd?] = []
    ends.reserveCapacity(codes.count)
    for code in codes {
      guard code == 0 || code == 1 || code == 2 else { throw ArchiveError("tensor \(name) must hold 0, 1 and 2") }
      ends.append(code == 0 ? nil : EpisodeEnd(rawValue: UInt8(code) - 1))
    }
    return ends
  }
}
