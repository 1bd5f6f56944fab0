using WeightlessNet.Discriminators;
using WeightlessNet.Storage;

namespace WeightlessNet.Models;

/// <summary>
/// The reading that was chosen on examples: a weighted mean of the probabilities that one or several readings give, each calibrated.
/// Immutable.
/// </summary>
internal sealed class LearnedReading
{
    private readonly CalibratedReading[] _parts;

    /// <summary>Creates the reading from its parts; none can only be stored.</summary>
    /// <param name="parts">The readings.</param>
    /// <param name="examples">The number of examples of the classifier that it was chosen for.</param>
    public LearnedReading(CalibratedReading[] parts, long examples)
    {
        _parts = parts;
        Examples = examples;
    }

    /// <summary>The readings, the one with the largest weight first.</summary>
    public IReadOnlyList<CalibratedReading> Parts => _parts;

    /// <summary>The number of examples that the classifier had when the reading was chosen; 0 if an earlier file did not tell.</summary>
    public long Examples { get; }

    /// <summary>Writes the probability of each class; 0 for classes without examples.</summary>
    /// <param name="bank">The discriminators.</param>
    /// <param name="order">All classes in the order of their labels: in which probabilities are summed.</param>
    /// <param name="rows">The rows of cells that a sample addresses.</param>
    /// <param name="probabilities">One probability for each class.</param>
    public void Predict(DiscriminatorBank bank, ReadOnlySpan<int> order, ReadOnlySpan<ushort> rows, Span<double> probabilities)
    {
        Span<int> scores = AddressScratch.Current.Sums(bank.Stride);
        Span<double> logits = AddressScratch.Current.Means(bank.Count);
        probabilities.Clear();
        for (int i = 0; i < _parts.Length; i++)
        {
            ReadingCandidate candidate = _parts[i].Candidate;
            WisardScores.Score(bank, candidate.Options, candidate.Nodes.RowsOf(rows, bank.Stride), scores);
            for (int place = 0; place < logits.Length; place++)
            {
                int c = order[place];
                logits[place] = bank.ExamplesOf(c) == 0 ? double.NegativeInfinity : _parts[i].Calibration.LogitOf(scores[c], c);
            }

            Softmax.Apply(logits);
            for (int place = 0; place < logits.Length; place++)
            {
                probabilities[order[place]] += _parts[i].Weight * logits[place];
            }
        }
    }

    /// <summary>The same reading, for which a class is one that was learned later.</summary>
    public LearnedReading WithoutClass(int index) =>
        new(Array.ConvertAll(_parts, part => part with { Calibration = part.Calibration.WithoutClass(index) }), Examples);

    /// <summary>Whether some part reads only some of so many nodes.</summary>
    public bool ReadsGroups(int nodes) => Array.Exists(_parts, part => part.Candidate.Nodes.Count < nodes);

    // Layout: number of parts, compact; per part: the position of its group of nodes, u8, where groups are stored; reading and threshold,
    // u8 each; weight, f64; calibration.
    public void WriteTo(SnapshotWriter writer, ReadOnlySpan<int> classes, IReadOnlyList<NodeRange> groups)
    {
        NodeRange[] all = [.. groups];
        writer.WriteCompact((ulong)_parts.Length);
        foreach (CalibratedReading part in _parts)
        {
            if (all.Length > 1)
            {
                writer.Write((byte)Array.IndexOf(all, part.Candidate.Nodes));
            }

            writer.Write((byte)part.Candidate.Options.Reading);
            writer.Write((byte)part.Candidate.Options.Threshold);
            writer.Write(part.Weight);
            part.Calibration.WriteTo(writer, classes);
        }
    }

    // The number of examples is stored by the classifier.
    public static LearnedReading Read(SnapshotReader reader, int classes, IReadOnlyList<NodeRange> groups, Func<long> readExamples)
    {
        var parts = new CalibratedReading[reader.ReadCompact(groups.Count * ReadingChoice.CandidateCount)];
        double sum = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            int group = groups.Count > 1 ? reader.Read<byte>() : 0;
            var reading = (WisardReading)reader.Read<byte>();
            int threshold = reader.Read<byte>();
            double weight = reader.ReadDouble();
            if (reading is not (WisardReading.LogLikelihood or WisardReading.MaximumMargin or WisardReading.FixedThreshold)
                || group >= groups.Count
                || !(weight > 0 && weight <= 1))
            {
                throw reader.Invalid($"a part of the chosen reading cannot be {reading} of group {group} with a weight of {weight}");
            }

            sum += weight;
            parts[i] = new CalibratedReading(
                new ReadingCandidate(groups[group], new WisardOptions { Reading = reading, Threshold = threshold }),
                weight,
                ScoreCalibration.Read(reader, classes));
        }

        return parts.Length == 0 || Math.Abs(sum - 1) < 1e-6
            ? new LearnedReading(parts, readExamples())
            : throw reader.Invalid($"the weights of the chosen reading sum to {sum}, not to 1");
    }
}
