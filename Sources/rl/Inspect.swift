import ArgumentParser
import Foundation
import RLFramework

/// The command `rl inspect`.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints what a policy file is: its agent and network, what it sees and does.",
    discussion: "Nothing but the file is read, which must be one that describes itself, as agent.save(to:) writes it.")

  @Argument(help: "policy.safetensors, or the folder of a run with one.") var policy: String

  func run() throws {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: policy, isDirectory: &isFolder)
    let given = URL(fileURLWithPath: policy)
    let file = exists && isFolder.boolValue ? given.appendingPathComponent("policy.safetensors") : given
    let archive = try TensorArchive.read(file)
    do {
      print(try PolicyDescription(of: archive).text)
    } catch {
      throw FileError.unusable(path: file.path, problem: error.problem)
    }
  }
}
