import Randomness
import Reporting

extension SampleReport {
  /// A population with exploits after every generation: the two worst of eight copy one of the two best.
  static func population(
    seed: UInt64 = 1, members: Int = 8, generations: Int = 25, stepsPerGeneration: Int = 20_000
  ) -> ReportedPopulation {
    var random = RandomStream(seed: seed)
    var values = (0..<members).map { _ in firstValues(using: &random) }
    var skill = [Double](repeating: -3, count: members)
    var sources = [Int?](repeating: nil, count: members)
    var records: [ReportedPopulation.Record] = []
    for generation in 1...generations {
      for member in 0..<members {
        // The closer the learning rate to 3e-4 the faster the progress, as in a real search.
        let distance = abs(logarithm(values[member][0]) - logarithm(3e-4))
        skill[member] += 0.35 / (1 + 2 * distance) + 0.12 * random.normal()
        records.append(
          .init(
            member: member, generation: generation, steps: generation * stepsPerGeneration,
            fitness: skill[member] + 0.3 * random.normal(), source: sources[member], values: values[member]))
      }
      sources = [Int?](repeating: nil, count: members)
      guard generation % 2 == 0 else { continue }
      let ranked = records.suffix(members).sorted { $0.fitness > $1.fitness }.map(\.member)
      for loser in ranked.suffix(members / 4) {
        let winner = ranked[random.index(below: max(members / 4, 1))]
        sources[loser] = winner
        skill[loser] = skill[winner]
        values[loser] = values[winner].enumerated().map { index, value in
          let mutated = value * (random.index(below: 2) == 0 ? 0.8 : 1.2)
          return index == 3 ? min(mutated, 0.999) : mutated
        }
      }
    }
    return ReportedPopulation(
      hyperParameters: [
        .init(name: "ppo.learningRate", isLogarithmic: true), .init(name: "ppo.clipRange"),
        .init(name: "ppo.entropyCoefficient", isLogarithmic: true), .init(name: "ppo.discount"),
      ],
      records: records, fitnessUnit: "% net return on the validation window",
      strategies: [
        .init(
          name: "population-based training", steps: members * generations * stepsPerGeneration,
          trials: members * generations, bestFitness: records.map(\.fitness).max() ?? 0, finalResult: 0.84),
        .init(name: "random search", steps: 4_000_000, trials: 200, bestFitness: 2.31, finalResult: -0.42),
        .init(name: "seed sweep", steps: 4_000_000, trials: 200, bestFitness: 1.87, finalResult: nil),
      ])
  }

  private static func firstValues(using random: inout RandomStream) -> [Double] {
    var rate = 1e-5
    for _ in 0..<random.index(below: 9) { rate *= 1.9 }
    return [
      rate, random.uniform(in: 0.1..<0.4), 0.0001 * (1 + 99 * random.uniformDouble()), random.uniform(in: 0.95..<0.999),
    ]
  }

  /// The binary logarithm, near enough for a fixture.
  private static func logarithm(_ value: Double) -> Double { Double(value.exponent) + value.significand - 1 }
}
