import Foundation
import Tensors

/// What a result was made on: wall times mean nothing without it.
public struct Machine: Codable, Sendable, Hashable {
  /// The processor as the system names it.
  public var processor: String
  /// Its cores.
  public var cores: Int
  /// Vector instructions that the kernels use.
  public var instructionSet: String

  /// A machine from its parts.
  public init(processor: String, cores: Int, instructionSet: String) {
    self.processor = processor
    self.cores = cores
    self.instructionSet = instructionSet
  }

  /// This machine.
  public static var current: Machine {
    Machine(
      processor: processorName, cores: ProcessInfo.processInfo.activeProcessorCount,
      instructionSet: "\(Kernels.instructionSet)")
  }

  /// The machine in a few words.
  public var summary: String { "\(processor), \(cores) cores, \(instructionSet)" }

  private static var processorName: String {
    #if canImport(Darwin)
      var size = 0
      sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0)
      var bytes = [UInt8](repeating: 0, count: size)
      guard sysctlbyname("machdep.cpu.brand_string", &bytes, &size, nil, 0) == 0 else { return "unknown processor" }
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    #else
      let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
      let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
      return model?.trimmingCharacters(in: .whitespaces) ?? "unknown processor"
    #endif
  }
}
