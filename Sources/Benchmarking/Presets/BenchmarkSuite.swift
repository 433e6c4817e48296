/// Presets that are trained and shown together, with the tasks that they name.
public struct BenchmarkSuite: Sendable {
  /// Its name, which also names the folder of its results.
  public let name: String
  /// The presets in the order in which they are shown.
  public let presets: [Preset]
  /// The tasks by which presets find their environments.
  public let tasks: [BenchmarkTask]

  /// A suite from its parts.
  public init(_ name: String, presets: [Preset], tasks: [BenchmarkTask]) {
    self.name = name
    self.presets = presets
    self.tasks = tasks
  }

  /// All suites.
  public static var all: [BenchmarkSuite] { [.classic] }

  /// A suite by name.
  ///
  /// - Throws: ``BenchmarkError`` that lists the suites there are.
  public static func named(_ name: String) throws(BenchmarkError) -> BenchmarkSuite {
    guard let suite = all.first(where: { $0.name == name }) else {
      throw BenchmarkError("there is no suite \(name); there are \(all.map(\.name).joined(separator: ", "))")
    }
    return suite
  }

  /// The task of a preset.
  ///
  /// - Throws: ``BenchmarkError`` that lists the tasks there are.
  public func task(of preset: Preset) throws(BenchmarkError) -> BenchmarkTask {
    guard let task = tasks.first(where: { $0.name == preset.task }) else {
      throw BenchmarkError(
        "there is no task \(preset.task); there are \(tasks.map(\.name).joined(separator: ", "))")
    }
    return task
  }

  /// A preset by its whole name.
  ///
  /// - Throws: ``BenchmarkError`` that lists the presets there are.
  public func preset(named name: String) throws(BenchmarkError) -> Preset {
    guard let preset = presets.first(where: { $0.name == name }) else { throw absent("preset \(name)") }
    return preset
  }

  /// The presets that any of some patterns names, all of them where there is no pattern.
  ///
  /// A pattern is the whole name of a preset, its agent or its task; a star in it stands for anything.
  ///
  /// - Throws: ``BenchmarkError`` for a pattern that names none.
  public func presets(matching patterns: [String]) throws(BenchmarkError) -> [Preset] {
    for pattern in patterns where !presets.contains(where: { $0.matches(pattern) }) {
      throw absent("preset that \(pattern) names")
    }
    return patterns.isEmpty ? presets : presets.filter { preset in patterns.contains { preset.matches($0) } }
  }

  private func absent(_ what: String) -> BenchmarkError {
    BenchmarkError("there is no \(what); there are \(presets.map(\.name).joined(separator: ", "))")
  }
}

/// A suite, preset or task that cannot be found.
public struct BenchmarkError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The problem as a sentence.
  public let description: String

  /// An error from its sentence.
  public init(_ description: String) { self.description = description }
}
