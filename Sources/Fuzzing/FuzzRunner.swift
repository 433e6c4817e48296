import Foundation
import MarketData
import Persistence
import RLCore
import Randomness
import Settings

/// Gives a reader mutant after mutant and sees that each is read or refused, in time and without taking the memory.
///
/// A trap ends the process, so the mutant at hand is written down first: its target, seed and index make it again.
public struct FuzzRunner {
  /// What mutants follow from.
  public let seed: UInt64
  /// Where the mutant at hand is written down; `nil` writes nothing.
  public let status: URL?
  /// Processor seconds that one mutant may take.
  public var secondsPerMutant = 1.0
  /// Bytes that the largest memory of the process may grow by for one mutant.
  public var bytesPerMutant = 1 << 30

  /// A runner of a seed.
  public init(seed: UInt64, status: URL? = nil) {
    (self.seed, self.status) = (seed, status)
  }

  /// Runs some mutants of a target.
  ///
  /// - Parameters:
  ///   - target: The reader.
  ///   - indices: Which mutants.
  /// - Returns: What became of them.
  /// - Throws: `FileError` if the mutant at hand cannot be written down.
  public func run(_ target: FuzzTarget, indices: Range<Int>) throws(FileError) -> FuzzReport {
    var report = FuzzReport(target: target.name)
    let note = try StatusFile(status)
    for index in indices {
      note.write("target \(target.name) seed \(seed) index \(index)\n")
      let mutant = mutant(index, of: target)
      let (start, memory) = (Self.processorSeconds, Self.largestMemory)
      var problem: String?
      do {
        try target.read(mutant)
        report.read += 1
      } catch {
        report.refused += 1
        if !Self.isTyped(error) { problem = "was refused with \(type(of: error)): \(error)" }
      }
      let (seconds, bytes) = (Self.processorSeconds - start, Self.largestMemory - memory)
      report.slowest = max(report.slowest, seconds)
      if seconds > secondsPerMutant { problem = "took \(seconds) s for \(mutant.count) bytes" }
      if bytes > bytesPerMutant { problem = "took \(bytes) bytes of memory for \(mutant.count)" }
      if let problem { report.problems.append("seed \(seed) index \(index) \(problem)".prefix(400).description) }
    }
    return report
  }

  /// One mutant, as every run with this seed makes it.
  public func mutant(_ index: Int, of target: FuzzTarget) -> Data {
    var random = RandomStream(seed: seed).split(target.name, index)
    if let inside = target.inside, random.index(below: 3) > 0 {
      return inside(target.corpus[random.index(below: target.corpus.count)], &random)
    }
    let mutant = Mutator(corpus: target.corpus).mutant(using: &random)
    return random.index(below: 2) == 0 ? mutant : target.repair(mutant)
  }

  /// Whether an error is one that our readers promise, rather than one that slipped through.
  private static func isTyped(_ error: any Error) -> Bool {
    error is FileError || error is ArchiveError || error is ConfigurationError || error is MarketDataError
      || error is RegistryError || error is any RefusedInput
  }

  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private static var largestMemory: Int {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1024
    #else
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }
}

/// An error of a reader outside of the library that is meant for its users.
public protocol RefusedInput: Error {}
