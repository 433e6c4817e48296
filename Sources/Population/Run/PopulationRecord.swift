import Foundation
import Persistence
import Settings
import Training

/// A population between two generations: the content of `population.json`, and what a run comes to.
public struct PopulationRecord: Sendable, Equatable, Codable {
  /// Version of the layout.
  static let formatVersion = 2

  private var format = Self.formatVersion
  /// How it is trained.
  public let configuration: PopulationConfiguration
  /// Its hyper-parameters.
  public let space: HyperparameterSpace
  /// What else the run depends on, as its starter says: agent, settings, fingerprint of the data.
  public let provenance: JSONValue
  /// Everything that was judged.
  public internal(set) var history: PopulationHistory
  /// Fitness evaluations so far.
  public private(set) var trials = 0
  /// The best judgement of all.
  public private(set) var best: PopulationHistory.Stretch?
  /// What the members do next; nothing once all generations are done.
  private(set) var plan: [Assignment]

  /// A population that has not begun.
  init(configuration: PopulationConfiguration, space: HyperparameterSpace, provenance: JSONValue) {
    self.configuration = configuration
    self.space = space
    self.provenance = provenance
    history = PopulationHistory(members: configuration.members)
    plan = Evolution(configuration: configuration, space: space).begin()
  }

  /// Whether every generation is done.
  public var isComplete: Bool { history.generations >= configuration.generations }

  /// The copies with which the next generation begins.
  var copies: [Assignment] { plan.filter { $0.event == .copy } }

  /// Adds what the planned generation came to, and plans the next.
  mutating func add(_ results: [MemberResult]) {
    let generation = history.generations
    history.append(
      zip(plan, results).map { assignment, result in
        let judgement = result.judgement
        return PopulationHistory.Stretch(
          generation: generation, member: assignment.member, steps: configuration.endStep(of: generation),
          parent: assignment.parent, event: assignment.event, hyperparameters: assignment.hyperparameters,
          fitness: judgement.fitness.isFinite ? judgement.fitness : nil,
          figures: judgement.figures.map { .init($0.name, $0.value.flatMap { $0.isFinite ? $0 : nil }) },
          returns: judgement.returns.allSatisfy(\.isFinite) ? judgement.returns : [])
      })
    trials = history.trials
    best = history.best
    plan = isComplete ? [] : Evolution(configuration: configuration, space: space).next(after: history)
  }
}

extension PopulationRecord {
  /// Reads the record of a run directory.
  ///
  /// - Throws: `FileError` if there is none, or where it cannot be understood.
  public init(contentsOf directory: PopulationDirectory) throws(FileError) {
    let data = try AtomicFile.read(directory.population)
    let record: PopulationRecord
    do {
      record = try PopulationDirectory.decoder.decode(PopulationRecord.self, from: data)
    } catch {
      throw .unusable(path: directory.population.path, problem: "is not the record of a population: \(error)")
    }
    guard record.format == Self.formatVersion else {
      throw .unusable(
        path: directory.population.path,
        problem: "has format \(record.format), this library reads \(Self.formatVersion)")
    }
    try record.check(path: directory.population.path)
    self = record
  }

  /// Finds what a file that was written by hand may have wrong.
  private func check(path: String) throws(FileError) {
    do {
      try configuration.validate()
      try space.validate()
    } catch {
      throw .unusable(path: path, problem: "has a setting that cannot be used: \(error)")
    }
    let members = configuration.members
    let isWhole = history.members == members && history.stretches.count % members == 0
    let isOrdered = history.stretches.indices.allSatisfy { index in
      let stretch = history.stretches[index]
      return stretch.member == index % members && stretch.generation == index / members
        && stretch.parent.map { (0..<members).contains($0) } ?? true
    }
    let isPlanned =
      isComplete
      || plan.map(\.member) == Array(0..<members)
        && plan.allSatisfy { $0.parent.map { (0..<members).contains($0) } ?? ($0.event == .start) }
    guard isWhole, isOrdered, isPlanned, trials == history.trials else {
      throw .unusable(path: path, problem: "does not have every member of every generation in order")
    }
  }
}
