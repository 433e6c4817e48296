import RLCore
import Randomness
import Settings
import Tensors

/// The last transitions of all environments, in one flat block.
///
/// Each environment has a ring of rows: observation, stored action, reward, end. The next observation of a row is the
/// observation of the row behind it, so that nothing is kept twice; only where an episode ended the true final
/// observation lies apart. n-step returns are summed when a row is drawn, over the rows behind it. Windows of observations
/// lie apart too, each of their rows once, and are put together when they are drawn.
public final class ReplayBuffer {
  /// The most transitions that a buffer can keep.
  public static let largestCapacity = FinalObservations.tickets

  let shape: ReplayShape
  let configuration: ReplayConfiguration
  /// γ of n-step returns.
  let discount: Float
  /// Transitions that each environment keeps.
  let slots: Int

  /// [environments × (slots + 1) × row width]: one row more than transitions, for the observation to act on next.
  let storage: AlignedBuffer<Float>
  /// Valid choices with each observation, [environments × (slots + 1) × mask width].
  var masks: [UInt8]
  var finals: FinalObservations
  /// The windows of the observations; `nil` where there are none.
  var windows: ReplayWindows?
  /// `nil` draws uniformly.
  var priorities: ReplayPriorities?
  /// The row of the observation that is acted on next, the same for every environment.
  var head = 0
  /// Transitions of each environment.
  var filled = 0
  /// Whether the row at the head holds an observation.
  var isOpen = false

  /// An empty buffer.
  ///
  /// - Throws: `ConfigurationError` if it would be larger than its limit.
  init(_ configuration: ReplayConfiguration, shape: ReplayShape, discount: Float) throws(ConfigurationError) {
    try configuration.validate()
    try shape.requireRoom(for: configuration)
    self.configuration = configuration
    self.shape = shape
    self.discount = discount
    slots = shape.slots(of: configuration)
    storage = AlignedBuffer(count: (slots + 1) * shape.environments * shape.rowWidth)
    masks = [UInt8](repeating: 1, count: (slots + 1) * shape.environments * shape.maskWidth)
    finals = FinalObservations(width: shape.plainWidth, maskWidth: shape.maskWidth)
    windows = ReplayWindows(shape, slots: slots)
    priorities = configuration.prioritized.map { ReplayPriorities($0, rows: (slots + 1) * shape.environments) }
  }

  /// Transitions that can be drawn.
  public var count: Int { filled * shape.environments }

  /// Bytes of a full buffer, without what the ends and, with windows, the beginnings of episodes in it cost.
  public var bytes: Int { shape.bytes(of: configuration) }

  // MARK: Recording

  /// Takes in what is acted on; needed before the first transition and after somebody else reset the environments.
  func open(_ observations: ObservationBatch) {
    // What follows a transition is there already, unless somebody else has started other episodes since.
    if isOpen && filled > 0 {
      guard observations.isStart.contains(true) else { return }
      endEpisodes { observations.isStart[$0] }
    }
    write(observations)
    isOpen = true
  }

  /// Cuts all episodes short where they stand, since the steps that follow are not recorded.
  func interrupt() {
    if isOpen && filled > 0 { endEpisodes { _ in true } }
    isOpen = false
  }

  /// Adds one step of every environment.
  ///
  /// - Parameters:
  ///   - actions: Stored actions, [environments × storage width].
  ///   - rewards: As learnt from.
  ///   - transitions: Ends and final observations.
  ///   - next: What to act on next.
  func add<A: Action>(
    actions: [Float], rewards: [Float], transitions: TransitionBatch<A>, next: ObservationBatch
  ) {
    precondition(isOpen, "a transition needs the observation that it started from")
    for environment in 0..<shape.environments {
      let row = self.row(environment, head)
      for column in 0..<shape.storageWidth {
        row[shape.plainWidth + column] = actions[environment * shape.storageWidth + column]
      }
      row[rewardColumn] = rewards[environment]
      row[endColumn] = 0
      if let end = transitions.ends[environment] {
        keepFinal(
          of: environment, end: end, values: transitions.finalObservations, flags: transitions.finalMasks, in: row)
      }
      if let priorities { priorities.tree.set(priorities.largest, at: place(environment, head)) }
    }
    advance()
    write(next)
    joinWindows()
  }

  private func advance() {
    head = next(head)
    if filled < slots {
      filled += 1
      return
    }
    // The row at the head was the oldest transition and gives way.
    for environment in 0..<shape.environments {
      if row(environment, head)[endColumn] != 0 { finals.popFirst() }
      priorities?.tree.set(0, at: place(environment, head))
    }
  }

  private func keepFinal(of environment: Int, end: EpisodeEnd, values: [Float], flags: [Bool], in row: Row) {
    values.withUnsafeBufferPointer { values in
      flags.withUnsafeBufferPointer { flags in
        guard let start = values.baseAddress else { return }
        let observation = start + environment * shape.width
        let mask = flags.baseAddress.map { $0 + environment * shape.maskWidth }
        let ticket = withPlainValues(of: observation) { finals.push($0, mask: mask) }
        windows?.keepFinal(observation, of: environment, after: place(environment, head))
        row[endColumn] = EndCode(end, ticket: ticket).value
      }
    }
  }

  private func write(_ observations: ObservationBatch) {
    let width = shape.width
    observations.values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      for environment in 0..<shape.environments {
        keep(start + environment * width, of: environment, at: head)
      }
    }
    guard shape.maskWidth > 0 else { return }
    for environment in 0..<shape.environments {
      let target = maskStart(environment, head)
      for flag in 0..<shape.maskWidth {
        masks[target + flag] = observations.masks[environment * shape.maskWidth + flag] ? 1 : 0
      }
    }
  }

  // MARK: Interruption

  /// A reset from outside cuts the episodes under way short: what was to be acted on next was their final observation.
  private func endEpisodes(where isCut: (Int) -> Bool) {
    for environment in 0..<shape.environments where isCut(environment) {
      let last = row(environment, previous(head))
      guard last[endColumn] == 0 else { continue }
      let flags = (0..<shape.maskWidth).map { masks[maskStart(environment, head) + $0] != 0 }
      let ticket = flags.withUnsafeBufferPointer { finals.push(row(environment, head), mask: $0.baseAddress) }
      last[endColumn] = EndCode(.truncated, ticket: ticket).value
    }
  }

  // MARK: Places

  typealias Row = UnsafeMutablePointer<Float>

  var rewardColumn: Int { shape.plainWidth + shape.storageWidth }
  var endColumn: Int { rewardColumn + 1 }

  /// The number of a row over all environments.
  func place(_ environment: Int, _ slot: Int) -> Int { environment * (slots + 1) + slot }

  func row(_ environment: Int, _ slot: Int) -> Row { storage.pointer + place(environment, slot) * shape.rowWidth }

  func maskStart(_ environment: Int, _ slot: Int) -> Int { place(environment, slot) * shape.maskWidth }

  func next(_ slot: Int) -> Int { slot == slots ? 0 : slot + 1 }
  func previous(_ slot: Int) -> Int { slot == 0 ? slots : slot - 1 }
}

/// How an episode ended and where its final observation lies, in one number of a row: its sign says how, its size where.
struct EndCode {
  let value: Float

  init(value: Float) { self.value = value }

  init(_ end: EpisodeEnd, ticket: Int) {
    // Exact: tickets stay below 2²³.
    value = Float(ticket + 1) * (end == .terminated ? -1 : 1)
  }

  var end: EpisodeEnd? { value == 0 ? nil : value < 0 ? .terminated : .truncated }
  var ticket: Int { Int(abs(value)) - 1 }
  /// Whether it is one that ``init(_:ticket:)`` makes, rather than something from a file.
  var isSound: Bool { (1...Float(FinalObservations.tickets)).contains(abs(value)) && value == value.rounded() }
}
