using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>How much a part of a calibrated model counts, and what it is worth on held-out ratings.</summary>
public readonly struct CalibratedGroup
{
    /// <summary>Creates the value.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="weight">See <see cref="Weight"/>.</param>
    internal CalibratedGroup(string name, double weight)
    {
        Name = name;
        Weight = weight;
    }

    /// <summary>Reads a name and three finite numbers.</summary>
    internal static CalibratedGroup Read(SnapshotReader reader)
    {
        string name = reader.ReadText();
        double[] numbers = reader.ReadFiniteDoubles(3);
        return Array.TrueForAll(numbers, number => number >= 0)
            ? new CalibratedGroup(name, numbers[0]) { With = numbers[1], Without = numbers[2] }
            : throw reader.Invalid($"part '{name}' of a calibration has a negative number");
    }

    /// <summary>Writes the name, then weight, metric with it and metric without it, f64 each.</summary>
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.Write(Name);
        writer.Write([Weight, With, Without]);
    }

    /// <summary>The name of the part: a central model, or the field that its nodes look at.</summary>
    public string Name { get; }

    /// <summary>
    /// The learned weight, 0 or more; of a hybrid that for the average held-out rating. 0 for a part that does not help there.
    /// </summary>
    public double Weight { get; }

    /// <summary>
    /// The figure of merit on held-out ratings with all parts: the RMSE of a model of ratings, the NDCG@10 of a ranking.
    /// </summary>
    public double With { get; internal init; }

    /// <summary>
    /// The same figure without this part: of a model of ratings with the other weights learned without it, of a ranking with all other
    /// weights the same.
    /// </summary>
    public double Without { get; internal init; }

    /// <summary>The same part with its weight multiplied.</summary>
    internal CalibratedGroup Times(double factor) => new(Name, Weight * factor) { With = With, Without = Without };

    /// <summary>The part in one line, such as "genre: weight 1.203, 0.8123 with it, 0.815 without".</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Name}: weight {Weight:0.###}, {With:0.####} with it, {Without:0.####} without");
}
