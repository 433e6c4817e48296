import Foundation
import Randomness
import Settings
import Testing
import Training

@testable import Population

@Suite("Schedules, tables and comparisons")
struct ScheduleTests {
  private let configuration = PopulationConfiguration(members: 4, stepsPerMember: 80, interval: 10, seed: 4)

  private func record(_ strategy: PopulationStrategy = .evolve, seed: UInt64 = 4) throws -> PopulationRecord {
    var configuration = configuration
    configuration.strategy = strategy
    configuration.seed = seed
    return try PopulationTrainer(
      configuration, space: Summing.space, worker: Summing(), executor: LocalExecutor(workers: 1)
    ).run()
  }

  @Test("The schedule of a policy follows its ancestors back to the first generation")
  func ancestry() throws {
    let record = try record()
    let best = try #require(record.best)
    let line = record.history.ancestry(generation: best.generation, member: best.member)
    #expect(line.count == best.generation + 1 && line.last == best && line[0].event == .start)
    for (older, younger) in zip(line, line.dropFirst()) { #expect(younger.parent == older.member) }
    #expect(line.contains { $0.event == .copy }, "this seed's best descends from another member")
    let schedule = try #require(PopulationSchedule(ofBestIn: record))
    #expect(schedule.segments.last?.endStep == best.steps && schedule.totalSteps == 80)
    #expect(schedule.segments.count < line.count, "stretches with the same hyper-parameters are one segment")
    for stretch in line {
      let segment = schedule.segments.first { $0.endStep >= stretch.steps }
      #expect(segment?.hyperparameters == stretch.hyperparameters)
    }
    let folder = try Folder()
    defer { withExtendedLifetime(folder) {} }
    let file = folder.url.appendingPathComponent("schedule.json")
    try schedule.write(to: file)
    #expect(try PopulationSchedule(contentsOf: file) == schedule)
    try #"{"segments": [], "totalSteps": 5}"#.write(to: file, atomically: true, encoding: .utf8)
    #expect(throws: (any Error).self) { try PopulationSchedule(contentsOf: file) }
  }

  @Test("A schedule is replayed on a fresh agent, segment after segment")
  func replay() throws {
    let schedule = try #require(PopulationSchedule(ofBestIn: record()))
    let worker = Summing()
    let results = try schedule.replay(with: worker, random: RandomStream(seed: 8))
    let jobs = worker.log.all
    #expect(jobs.map(\.endStep) == schedule.segments.map(\.endStep))
    #expect(jobs.map(\.settings) == schedule.segments.map(\.hyperparameters.settings))
    #expect(jobs.first?.start == .fresh && results.count == schedule.segments.count)
    for (job, before) in zip(jobs.dropFirst(), results) { #expect(job.start == .continuing(before.checkpoint)) }
  }

  @Test("A schedule with one segment is a plain run of a real agent; the next segment has its own settings")
  func replayOfAnAgent() throws {
    let worker = TaskWorker(try TinyTasks.ppo(), for: configuration)
    let rates = [1e-3, 1e-2].map { HyperparameterValues(["learningRate": .number($0)]) }
    func segments(_ values: [HyperparameterValues]) throws -> [MemberResult] {
      try PopulationSchedule(
        segments: zip([70, 150], values).map { .init(endStep: $0, hyperparameters: $1) }, totalSteps: 150
      ).replay(with: worker, random: RandomStream(seed: 2))
    }
    let constant = try segments([rates[0], rates[0]])
    let plain = try PopulationSchedule(
      segments: [.init(endStep: 150, hyperparameters: rates[0])], totalSteps: 150
    ).replay(with: worker, random: RandomStream(seed: 2))
    // Compared first: an expectation would print all the numbers.
    let isPlain = constant[1].checkpoint == plain[0].checkpoint
    #expect(isPlain, "being made anew in between changes nothing")
    let changed = try segments(rates)
    let (beginsAlike, endsAlike) = (changed[0].policy == constant[0].policy, changed[1].policy == constant[1].policy)
    #expect(beginsAlike && !endsAlike)
  }

  @Test("The live table ranks members, shows figures as they are named, and says who copies whom")
  func table() throws {
    var history = PopulationHistory(members: 3)
    let space = HyperparameterSpace([
      Hyperparameter("learningRate", .logUniform(lower: 1e-5, upper: 1e-3)),
      Hyperparameter("optimizer", .choices([.text("adam")])),
    ])
    let figures: [[Figure]] = [
      [.init("P&L%", -0.5), .init("WinRate%", nil), .init("Trades", 0)], [],
      [.init("P&L%", 2.91), .init("WinRate%", 45.1), .init("Trades", 51)],
    ]
    history.append(
      [12.5, nil, 1174.01].enumerated().map { member, fitness in
        .init(
          generation: 0, member: member, steps: 20_000, parent: nil, event: .start,
          hyperparameters: HyperparameterValues([
            "learningRate": .number(1.8e-5 * Double(member + 1)), "optimizer": .text("adam"),
          ]), fitness: fitness, figures: figures[member])
      })
    let configuration = PopulationConfiguration(members: 3, resampleProbability: 0, seed: 1)
    let plan = Evolution(configuration: configuration, space: space).next(after: history)
    let copies = plan.filter { $0.event == .copy }.map {
      GenerationReport.Copy(
        member: $0.member, parent: $0.parent ?? -1, hyperparameters: $0.hyperparameters.text(in: space))
    }
    let report = GenerationReport(
      generation: 0, generations: 25, steps: 20_000, trials: 3, ranking: history.ranking(of: 0), copies: copies)
    let rate = try #require(plan[1].hyperparameters["learningRate"])
    #expect(
      GenerationTable(report).text == """
        Generation 1 of 25, 20000 steps, 3 trials

        ID   fitness    P&L%  WinRate%  Trades
         2  +1174.01  +2.91%   +45.10%      51
         0    +12.50  -0.50%         –       0
         1    failed       –         –       –

        Agent 1 copies agent 2: learningRate \(rate), optimizer adam
        """)
  }

  @Test("Observers see every member and every generation, and the table of each")
  func observers() throws {
    let folder = try Folder()
    defer { withExtendedLifetime(folder) {} }
    let lines = Lines()
    _ = try PopulationTrainer(
      configuration, space: Summing.space, worker: Summing(), directory: PopulationDirectory(folder.url),
      executor: LocalExecutor(workers: 2),
      observers: [lines, GenerationPrinter { lines.add("table: \($0.prefix(17))") }]
    ).run()
    let all = lines.all
    #expect(all.first == "start 0" && all.last == "end true" && all.count == 2 + 8 * (1 + 4 + 1 + 1))
    #expect(all[1] == "generation 0 of 8")
    #expect(Set(all[2...5]) == ["member 0", "member 1", "member 2", "member 3"])
    #expect(all[6] == "report 0, 4 trials" && all[7] == "table: Generation 1 of 8")
  }

  @Test("Strategies are compared at equal budgets")
  func comparison() throws {
    let records = try [
      record(), record(seed: 5), record(seed: 6), record(.randomSearch), record(.randomSearch, seed: 5),
      record(.randomSearch, seed: 6), record(.seedSweep),
    ]
    let comparison = StrategyComparison(records)
    #expect(comparison.rows.map(\.strategy) == [.evolve, .randomSearch, .seedSweep])
    #expect(comparison.rows.map(\.runs) == [3, 3, 1] && comparison.rows.map(\.trials) == [96, 96, 32])
    #expect(comparison.rows.allSatisfy { $0.steps == 320 })
    let bests = records[..<3].compactMap { $0.best?.fitness }.sorted()
    #expect(comparison.rows[0].best == bests[1])
    let sweep = records[6].history.generation(7).compactMap(\.fitness).sorted()
    #expect(comparison.rows[2].finalMedian == (sweep[1] + sweep[2]) / 2)
    #expect(comparison.rows[2].finalWorst == sweep[0] && comparison.rows[2].finalBest == sweep[3])
    let text = comparison.text.split(separator: "\n")
    #expect(text.count == 4 && text[0].hasSuffix("best  last best  last median  last worst"))
    #expect(text[2].hasPrefix("random search     3    320      96"))
    var short = configuration
    short.stepsPerMember = 40
    let half = try PopulationTrainer(short, space: Summing.space, worker: Summing()).run()
    #expect(StrategyComparison([records[3], half]).text.contains("did not have the same budget"))
  }
}
