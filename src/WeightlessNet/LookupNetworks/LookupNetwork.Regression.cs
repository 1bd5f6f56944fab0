using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Models;

namespace WeightlessNet.LookupNetworks;

public static partial class LookupNetwork
{
    /// <summary>
    /// Trains a regression, by default of the number of layers that a trial on held-out examples finds to be better
    /// (<see cref="LookupNetworkOptions.HiddenTables"/>). With 2,000 tables the trial takes about half as long as the training of one
    /// layer; if it chooses two, their training takes about three times as long. Set the option to 0 for one layer without a trial.
    /// </summary>
    /// <param name="candidates">
    /// An input layer with a tuple for each table, which holds the bits that the table may be wired to, as
    /// <see cref="InputLayer.CandidatesForFeatures"/> makes it. The first sixth of a tuple is for the first input, and so on. The first
    /// tuples are for the hidden tables, if there are any; those of output tables are counted, but not read.
    /// </param>
    /// <param name="samples">The examples.</param>
    /// <param name="targets">The target of each, -2^40 to 2^40. If all are equal, so are all predictions.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="progress">
    /// Receives the epochs, after each of them, on the calling thread; but not those of a trial of <see
    /// cref="LookupNetworkOptions.HiddenTables"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the training, and the trial, between two batches of 128 examples.</param>
    /// <returns>The regression.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="candidates"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is out of range or NaN.</exception>
    /// <exception cref="ArgumentException">
    /// There is no example, or not one target for each; a sample does not have the layer's length; tuples have fewer than 6 bits;
    /// <see cref="LookupNetworkOptions.HiddenTables"/> leaves no other table; or <see cref="LookupNetworkOptions.HeldOutShare"/> is less
    /// than a whole example.
    /// </exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    /// <exception cref="OperationCanceledException">Training was canceled.</exception>
    public static LookupRegressor TrainRegression(
        InputLayer candidates,
        SampleBatch samples,
        ReadOnlySpan<double> targets,
        LookupNetworkOptions? options = null,
        IProgress<LookupEpoch>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        options ??= new LookupNetworkOptions();
        SampleAnswers.ThrowIfNotAsMany(samples.Count, targets.Length, nameof(targets));
        RegressionTarget.ThrowIfNotTargets(targets);
        if (targets.IsEmpty)
        {
            throw new ArgumentException("A regression needs at least one example.", nameof(targets));
        }

        ThrowIfNotTables(candidates, 1, options);
        ulong[] patterns = PatternsOf(candidates, samples);
        int words = patterns.Length / targets.Length;

        // Numbers are held out as if they were of one class.
        int[] classes = new int[targets.Length];
        (int[] learned, int[] held) = Divided(classes, options);
        double[] all = targets.ToArray();
        NetworkShape shape = options.HiddenTables is int given
            ? NetworkShape.Given(given, options)
            : new LayerTrial(candidates, options).Choose(
                new TrialNumbers(TrialRows.Draw(patterns, words, classes, learned, options.Seed), all), cancellationToken);
        int tables = candidates.NodeCount - shape.HiddenTables;
        RegressionExamples examples = new(patterns, words, all, learned, held);
        LookupTraining training = new(
            patterns, examples.LossOf(tables, options.Temperature ?? VoteTemperature.OfNumbers(tables)), candidates, shape, options);
        (NetworkTables Network, VoteLine Line)? best = null;
        double leastError = double.PositiveInfinity;
        training.Run(
            [.. learned],
            (epoch, loss) =>
            {
                double? error = null;
                if (held.Length > 0 || epoch == shape.Epochs)
                {
                    NetworkTables network = training.CopyNetwork();
                    VoteLine line = examples.Fit(network, out error);
                    if (error is null || error < leastError)
                    {
                        (best, leastError) = ((network, line), error ?? leastError);
                    }
                }

                progress?.Report(new LookupEpoch
                {
                    Number = epoch,
                    Count = shape.Epochs,
                    Loss = loss,
                    HeldOutAccuracy = null,
                    HeldOutError = error,
                });
            },
            cancellationToken);
        return new LookupRegressor(best!.Value.Network, best.Value.Line);
    }
}
