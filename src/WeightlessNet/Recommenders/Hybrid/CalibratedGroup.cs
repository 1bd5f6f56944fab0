namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>One group of a calibrated model, such as a central model or the networks over a field: its weight, and what it is worth.</summary>
/// <remarks>
/// The metric is measured on ratings that were held out while the weights were learned: the root mean square error for models of ratings,
/// where less is better, and NDCG@10 for rankings, where more is better. Immutable.
/// </remarks>
public sealed class CalibratedGroup
{
    /// <summary>Creates the value.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="weight">See <see cref="Weight"/>.</param>
    /// <param name="metricWith">See <see cref="MetricWith"/>.</param>
    /// <param name="metricWithout">See <see cref="MetricWithout"/>.</param>
    internal CalibratedGroup(string name, double weight, double metricWith, double metricWithout)
    {
        Name = name;
        Weight = weight;
        MetricWith = metricWith;
        MetricWithout = metricWithout;
    }

    /// <summary>The name of the group.</summary>
    public string Name { get; }

    /// <summary>The weight that was learned: 0 if the group does not help, and is not used.</summary>
    public double Weight { get; }

    /// <summary>The metric of the whole model.</summary>
    public double MetricWith { get; }

    /// <summary>The metric of the model without this group.</summary>
    public double MetricWithout { get; }
}
