using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Finds out on held-out examples whether one layer of tables or two learn what is in the data.</summary>
/// <remarks>
/// Both are trained for a short time on up to 20,000 examples, with up to 1,000 tables, or 50 for each class. One layer is the rule: it is
/// smaller, faster and learns less noise by heart. Two must be better by more than chance, by every measure.
/// </remarks>
/// <param name="candidates">For each table, the bits of the examples that it may read.</param>
/// <param name="options">The options.</param>
internal sealed class LayerTrial(InputLayer candidates, LookupNetworkOptions options)
{
    /// <summary>Of fewer tables none are hidden.</summary>
    public const int LeastTables = 100;

    /// <summary>With fewer examples held out there is no trial: what they say is chance.</summary>
    public const int LeastHeld = 20;

    private const int MostTables = 1_000;
    private const int MostTablesOfGroup = 50;
    private const int MostEpochs = 10;
    private const double StandardErrors = 2;

    /// <summary>The better shape.</summary>
    /// <param name="target">What the examples are to tell.</param>
    /// <param name="cancellationToken">Cancels the trial between two batches.</param>
    public NetworkShape Choose(ITrialTarget target, CancellationToken cancellationToken)
    {
        int tables = candidates.NodeCount;
        if (target.Rows.Held.Length < LeastHeld || tables < LeastTables || tables - NetworkShape.HiddenOf(tables) < target.GroupCount)
        {
            return NetworkShape.Given(0, options);
        }

        InputLayer some = SomeOf(Math.Min(tables, Math.Max(MostTables, MostTablesOfGroup * target.GroupCount)));
        double[][] one = ErrorsOf(0, some, target, cancellationToken);
        double[][] two = ErrorsOf(NetworkShape.HiddenOf(some.NodeCount), some, target, cancellationToken);
        return one.Zip(two).All(pair => IsClearlyLess(pair.Second, pair.First))
            ? NetworkShape.TwoLayers(tables, options)
            : NetworkShape.Given(0, options);
    }

    /// <summary>Whether errors are less than others of the same examples, by more than two standard errors of the difference.</summary>
    public static bool IsClearlyLess(double[] errors, double[] others)
    {
        double sum = 0;
        for (int i = 0; i < errors.Length; i++)
        {
            sum += others[i] - errors[i];
        }

        double mean = sum / errors.Length;
        double squares = 0;
        for (int i = 0; i < errors.Length; i++)
        {
            double difference = others[i] - errors[i] - mean;
            squares += difference * difference;
        }

        return mean > StandardErrors * Math.Sqrt(squares / (errors.Length - 1.0) / errors.Length);
    }

    private double[][] ErrorsOf(int hidden, InputLayer layer, ITrialTarget target, CancellationToken cancellationToken)
    {
        int tablesOfGroup = (layer.NodeCount - hidden) / target.GroupCount;
        double temperature = TemperatureOf(tablesOfGroup, layer, target);
        NetworkShape shape = new(hidden, Math.Min(MostEpochs, options.Epochs ?? MostEpochs));
        LookupTraining training = new(
            target.Rows.Patterns, target.LossOf(tablesOfGroup * target.GroupCount, temperature), layer, shape, options);
        training.Run([.. target.Rows.Learned], static (_, _) => { }, cancellationToken);
        return target.ErrorsOf(training.CopyNetwork(), temperature);
    }

    // A given temperature is for all tables. That of some differs from it as the defaults differ.
    private double TemperatureOf(int tablesOfGroup, InputLayer layer, ITrialTarget target)
    {
        int tablesOfAll = (int)((long)tablesOfGroup * candidates.NodeCount / layer.NodeCount);
        double usual = target.TemperatureOf(tablesOfGroup);
        return options.Temperature is double given ? given * (usual / target.TemperatureOf(tablesOfAll)) : usual;
    }

    // Tables at equal distances. Rows of a trial are patterns, so the layer needs no retina.
    private InputLayer SomeOf(int count)
    {
        TupleMapping all = candidates.Mapping;
        int[] bits = new int[count * all.TupleSize];
        for (int i = 0; i < count; i++)
        {
            all.TupleOf((int)((long)i * all.NodeCount / count)).CopyTo(bits.AsSpan(i * all.TupleSize));
        }

        return new InputLayer(new TupleMapping(all.BitCount, all.TupleSize, bits));
    }
}
