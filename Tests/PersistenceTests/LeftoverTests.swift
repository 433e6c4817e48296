import Foundation
import Testing

@testable import Persistence

@Suite("What killed writers leave behind")
struct LeftoverTests {
  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("leftovers-\(UUID().uuidString)")
    try AtomicFile.makeFolder(folder)
    return folder
  }

  private func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test("Partial files without a writer are removed, other files stay")
  func removes() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    // The last one has the number of this process, as after a restart in a container.
    let leftovers = [".a.csv.999999.0.partial", ".b.csv.999999.3.partial", ".a.csv.\(getpid()).7.partial"]
    let others = ["a.csv", ".a.csv", ".partial", ".a.csv.x.0.partial", "a.csv.1.0.partial", ".hidden.1.partial"]
    for name in leftovers + others { try Data("x".utf8).write(to: folder.appendingPathComponent(name)) }
    #expect(try AtomicFile.removeLeftovers(of: folder.appendingPathComponent("b.csv")) == 1)
    #expect(try AtomicFile.removeLeftovers(in: folder) == 2)
    #expect(try names(in: folder) == others.sorted())
    #expect(try AtomicFile.removeLeftovers(in: folder) == 0)
  }

  @Test("A file that is being written is left alone")
  func writerLives() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let name = ".a.csv.999999.0.partial"
    let descriptor = open(folder.appendingPathComponent(name).path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    #expect(try AtomicFile.removeLeftovers(in: folder) == 0)
    #expect(try names(in: folder) == [name])
    // A process that another test has just begun may have a copy of the descriptor; the lock ends for all.
    flock(descriptor, LOCK_UN)
    close(descriptor)
    #expect(try AtomicFile.removeLeftovers(in: folder) == 1)
  }

  @Test("Clearing up while others write disturbs no writer")
  func concurrent() async throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try await withThrowingTaskGroup { group in
      for writer in 0..<3 {
        group.addTask {
          for round in 0..<400 {
            try AtomicFile.write("\(writer) \(round)", to: folder.appendingPathComponent("file-\(writer)"))
          }
        }
      }
      group.addTask { for _ in 0..<4000 { try AtomicFile.removeLeftovers(in: folder) } }
      try await group.waitForAll()
    }
    #expect(try names(in: folder) == ["file-0", "file-1", "file-2"])
    for writer in 0..<3 {
      #expect(try AtomicFile.read(folder.appendingPathComponent("file-\(writer)")) == Data("\(writer) 399".utf8))
    }
  }

  @Test("Names are read as they are made", arguments: ["a.csv", "policy.safetensors", ".hidden", "a.b.c.1.2"])
  func names(_ target: String) {
    let name = PartialName(target: target, process: 42, attempt: 3)
    #expect(PartialName(name.text) == name)
  }

  @Test("A folder that is not there has no leftovers")
  func missing() throws {
    #expect(try AtomicFile.removeLeftovers(in: URL(fileURLWithPath: "/nowhere/at/all")) == 0)
  }
}
