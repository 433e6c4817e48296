import PopulationMPI

/// Seconds that one member of one generation costs beside its training.
struct MessageCosts {
  /// Bytes of one message.
  var bytes: Int
  var encoding: Double
  var sending: Double
  var receiving: Double
  var decoding: Double
  /// Of the rank that trains it: decoding and encoding.
  var worker: Double

  /// Of the coordinator.
  var coordinator: Double { encoding + sending + receiving + decoding }

  /// Averages over what travelled between two readings.
  init(from before: MPITraffic, to after: MPITraffic, worker: Double) {
    let jobs = max(1, after.jobs - before.jobs)
    func average(_ figure: KeyPath<MPITraffic, Double>) -> Double {
      (after[keyPath: figure] - before[keyPath: figure]) / Double(jobs)
    }
    bytes = (after.bytes - before.bytes) / (2 * jobs)
    encoding = average(\.encodingSeconds)
    sending = average(\.sendingSeconds)
    receiving = average(\.receivingSeconds)
    decoding = average(\.decodingSeconds)
    self.worker = worker
  }
}

/// One generation, event by event: the coordinator does one thing at a time, and works on a job of its own in between.
///
/// All jobs take equally long; what a rank waits for the coordinator beyond its share comes out of that.
struct GenerationSimulation {
  var costs: MessageCosts
  var jobSeconds: Double

  /// Seconds until the last result is there.
  func seconds(members: Int, ranks: Int) -> Double {
    var now = 0.0
    var waiting = members
    var idle = ranks - 1
    /// When the other ranks' results are there, in that order: jobs are equally long.
    var arrivals: [Double] = []
    var next = 0
    /// What is left of the coordinator's own job.
    var own: Double?
    while waiting > 0 || next < arrivals.count || own != nil {
      if waiting > 0, idle > 0 {
        (waiting, idle) = (waiting - 1, idle - 1)
        now += costs.encoding + costs.sending
        arrivals.append(now + costs.worker + jobSeconds)
      } else if waiting > 0, own == nil {
        waiting -= 1
        own = jobSeconds
      } else if next < arrivals.count, arrivals[next] <= now {
        (next, idle) = (next + 1, idle + 1)
        now += costs.receiving + costs.decoding
      } else {
        let free = next < arrivals.count ? arrivals[next] - now : .infinity
        if let left = own, left <= free {
          now += left
          own = nil
        } else {
          now += free
          own = own.map { $0 - free }
        }
      }
    }
    return now
  }

  /// The share of all ranks' time that is training.
  func efficiency(members: Int, ranks: Int) -> Double {
    jobSeconds * Double(members) / (Double(ranks) * seconds(members: members, ranks: ranks))
  }
}
