import Foundation
import Notation
import Vocabulary

/// A directory of event files, one run each, as `tensorboard --logdir` reads them.
///
/// Events are messages of tensorflow/core/util/event.proto in TFRecord frames; scalars are
/// `simple_value`s.
package struct TensorBoardExporter: RunExporter {
  package static let name = "tensorboard"

  package init() {}

  package func files(_ runs: [DatedRun]) -> [ExportedFile] {
    runs.map { run in
      let path = "\(run.name)/events.out.tfevents.\(Int(run.times.start)).zobench"
      return ExportedFile(path, Data(Self.events(run)))
    }
  }

  private static func events(_ run: DatedRun) -> [UInt8] {
    var version = ProtobufWriter()
    version.write(run.times.start, as: 1)
    version.write("brain.Event:2", as: 3)
    var bytes = RecordFrames.frame(version.bytes)
    for (name, points) in run.series {
      for point in points {
        bytes += RecordFrames.frame(
          event(name, Float(point.value), point.step, at: run.time(ofStep: point.step)))
      }
    }
    return bytes
  }

  private static func event(
    _ tag: String, _ value: Float, _ step: Int, at time: Double
  ) -> [UInt8] {
    var scalar = ProtobufWriter()
    scalar.write(tag, as: 1)
    scalar.write(value, as: 2)
    var summary = ProtobufWriter()
    summary.write(scalar.bytes, as: 1)
    var event = ProtobufWriter()
    event.write(time, as: 1)
    event.write(step, as: 2)
    event.write(summary.bytes, as: 5)
    return event.bytes
  }
}
