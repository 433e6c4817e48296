import Foundation
import Persistence
import RLCore

/// The checkpoints of a folder, as ``CheckpointCallback`` writes them.
public enum Checkpoints {
  /// A checkpoint that can be resumed from.
  public struct Checkpoint: Sendable {
    /// Its file.
    public let file: URL
    /// Where the run was.
    public let progress: TrainingProgress
    /// What a run of the same make restores.
    public let archive: TensorArchive
  }

  /// What a folder holds.
  public struct Search: Sendable {
    /// The newest checkpoint that can be read; `nil` if there is none.
    public let newest: Checkpoint?
    /// Newer ones that cannot be read, with what is wrong with each: to be told to the user.
    public let unreadable: [FileError]
  }

  /// Finds the newest checkpoint that can be read.
  ///
  /// Looks at `checkpoint.safetensors` first, then at those that are named by their steps, the latest first.
  ///
  /// - Parameter folder: One that does not exist holds nothing.
  /// - Returns: What was found; a search that finds nothing is no error.
  /// - Throws: `FileError` if the folder cannot be listed.
  public static func newest(in folder: URL) throws(FileError) -> Search {
    guard FileManager.default.fileExists(atPath: folder.path) else { return Search(newest: nil, unreadable: []) }
    var files = try numbered(in: folder).map { numbered($0, in: folder) }
    let latest = latest(in: folder)
    if FileManager.default.fileExists(atPath: latest.path) { files.insert(latest, at: 0) }
    var unreadable: [FileError] = []
    for file in files {
      do throws(FileError) {
        return Search(newest: try read(file), unreadable: unreadable)
      } catch {
        unreadable.append(error)
      }
    }
    return Search(newest: nil, unreadable: unreadable)
  }

  /// Reads a checkpoint.
  ///
  /// - Throws: `FileError` if it cannot be read or is none of a training run.
  public static func read(_ file: URL) throws(FileError) -> Checkpoint {
    let archive = try TensorArchive.read(file)
    do throws(ArchiveError) {
      return Checkpoint(file: file, progress: try TrainingProgress(of: archive), archive: archive)
    } catch {
      throw .unusable(path: file.path, problem: error.problem)
    }
  }

  /// `checkpoint.safetensors`: the latest checkpoint.
  public static func latest(in folder: URL) -> URL { folder.appendingPathComponent("checkpoint.safetensors") }

  /// `best.safetensors`: the policy that was judged best.
  public static func best(in folder: URL) -> URL { folder.appendingPathComponent("best.safetensors") }

  /// `checkpoint-000000120000.safetensors`: the checkpoint after so many steps.
  public static func numbered(_ steps: Int, in folder: URL) -> URL {
    let digits = String(steps)
    return folder.appendingPathComponent(
      prefix + String(repeating: "0", count: max(0, 12 - digits.count)) + digits + suffix)
  }

  /// The steps that checkpoints of the folder are named by, the latest first.
  public static func numbered(in folder: URL) throws(FileError) -> [Int] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw .unreadable(path: folder.path, reason: error.localizedDescription)
    }
    return names.compactMap { name -> Int? in
      guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
      return Int(name.dropFirst(prefix.count).dropLast(suffix.count)).flatMap {
        numbered($0, in: folder).lastPathComponent == name ? $0 : nil
      }
    }.sorted(by: >)
  }

  private static let prefix = "checkpoint-"
  private static let suffix = ".safetensors"
}
