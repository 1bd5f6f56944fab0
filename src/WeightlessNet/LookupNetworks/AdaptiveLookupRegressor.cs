using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Models;

namespace WeightlessNet.LookupNetworks;

/// <summary>
/// A trained regression that goes on learning: the answers of its tables are the retina of a <see cref="RegressionWisard"/>, which counts
/// by how much the predictions of new examples were wrong, and forgets them. The network itself does not change.
/// </summary>
/// <remarks>
/// <para>
/// At first it predicts as the network does. Before an example is learned, the prediction of the network with some or all of the counted
/// correction is compared with that without it. A share is used when its squared errors were less, by more than chance, and not while they
/// have lately been greater; see <see cref="CorrectionShare"/>. So a few examples do no harm, more examples like those of the training make
/// it more accurate, and if targets or sensors change it follows. One target that is far from all others decides nothing there, but is
/// counted: forget it if it was a mistake.
/// </para>
/// <para>
/// Counts do not age: what was learned before a change speaks against it for as long as it was true. Forget it, as far as it is known, or
/// begin another adaptive regression. Errors are counted in 2^-20 parts of what a vote adds to a prediction, or of 1 if all targets of the
/// training were equal, and up to 2^40 times as much.
/// </para>
/// <para>
/// Learn only new examples: of those that the network was trained with it knows too much, and would seem better than it is. Learn all of
/// them, or a random part: if only those are learned that were predicted badly, the choice of a share is misled.
/// </para>
/// <para>
/// A prediction takes some tens of microseconds, also in batches, and an example some kilobytes of memory, like those of a
/// <see cref="RegressionWisard"/> of 600 nodes.
/// </para>
/// <para>Thread-safe for many readers, or one writer without readers. The network may be shared.</para>
/// </remarks>
public sealed partial class AdaptiveLookupRegressor
{
    // Of the prediction without votes. If the targets of the training were nearly equal, a vote says less than numbers can tell apart.
    private const double LeastUnit = 1.0 / (1 << 30);

    // From the counts to the network.
    private static readonly double[] Shares = [1, 0.75, 0.5, 0.25];

    private readonly RegressionWisard _counts;
    private readonly MixtureChoice _choice;
    private readonly int _tables;

    // Errors are counted in votes, so that their scale does not matter. Votes may lower a prediction.
    private readonly double _unit;

    // The usual squared error; 0 at first.
    private double _usualError;

    /// <summary>Creates a regression that predicts as the trained one.</summary>
    /// <param name="network">The trained regression; it does not change.</param>
    /// <param name="seed">The seed by which the counting nodes are wired to its tables.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    public AdaptiveLookupRegressor(LookupRegressor network, ulong seed = 0)
        : this(network, new RegressionWisard(InputLayer.ForPatterns(VotingTablesOf(network), seed)), new MixtureChoice(Shares.Length))
    {
    }

    private AdaptiveLookupRegressor(LookupRegressor network, RegressionWisard counts, MixtureChoice choice)
    {
        (Network, _counts, _choice, _tables) = (network, counts, choice, VotingTablesOf(network));
        double least = Math.Abs(network.Offset) * LeastUnit;
        _unit = network.Scale == 0 ? 1 : Math.Max(Math.Abs(network.Scale), least);
    }

    /// <summary>The trained regression.</summary>
    public LookupRegressor Network { get; }

    /// <summary>The number of examples learned since the training and not forgotten.</summary>
    public long ExampleCount => _counts.ExampleCount;

    /// <summary>How much of the counted correction is added to the prediction of the network, 0 to 1; at first 0.</summary>
    public double CorrectionShare => _choice.Best is int best and not MixtureChoice.Network ? Shares[best] : 0;

    /// <summary>Learns an example that the network was not trained with.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="target">Its target, -2^40 to 2^40.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="target"/> is out of range or NaN.</exception>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public void Learn(Sample sample, double target)
    {
        RegressionTarget.ThrowIfNotATarget(target);
        Network.Plan.ThrowIfNotASample(sample, nameof(sample));
        LearnExample(sample, target);
    }

    /// <summary>Learns examples, one after the other. All are checked before the first is learned.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="targets">The target of each, -2^40 to 2^40.</param>
    /// <exception cref="ArgumentOutOfRangeException">A target is out of range or NaN.</exception>
    /// <exception cref="ArgumentException">
    /// There is not one target for each sample, or a sample does not have the layer's length.
    /// </exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    public void Learn(SampleBatch samples, ReadOnlySpan<double> targets)
    {
        SampleAnswers.ThrowIfNotAsMany(samples.Count, targets.Length, nameof(targets));
        RegressionTarget.ThrowIfNotTargets(targets);
        Network.Plan.ThrowIfNotSamples(samples);
        for (int i = 0; i < targets.Length; i++)
        {
            LearnExample(samples[i], targets[i]);
        }
    }

    /// <summary>
    /// Forgets an example: the counts are then as if it had never been learned. <see cref="CorrectionShare"/> stays until all examples are
    /// forgotten; then everything is as after the training.
    /// </summary>
    /// <param name="sample">A sample that was learned.</param>
    /// <param name="target">The target that it was learned with.</param>
    /// <returns>
    /// Whether it was forgotten. False, with nothing changed, if the cells show that it was not learned: an address is unknown, or has a
    /// single example with another target.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="target"/> is out of range or NaN.</exception>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public bool Forget(Sample sample, double target)
    {
        RegressionTarget.ThrowIfNotATarget(target);
        Network.Plan.ThrowIfNotASample(sample, nameof(sample));
        ReadOnlySpan<ulong> answers = Network.AnswersTo(sample);
        if (!_counts.Forget(answers, ErrorOf(answers, target)))
        {
            return false;
        }

        if (_counts.ExampleCount == 0)
        {
            _choice.Clear();
            _usualError = 0;
        }

        return true;
    }

    /// <summary>Predicts a sample's target. Does not allocate.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>The prediction, never NaN.</returns>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public double Predict(Sample sample)
    {
        Network.Plan.ThrowIfNotASample(sample, nameof(sample));
        ReadOnlySpan<ulong> answers = Network.AnswersTo(sample);
        double prediction = PredictionOf(answers);
        double share = CorrectionShare;
        return share == 0 ? prediction : prediction + (share * _counts.Predict(answers).Value * _unit);
    }

    /// <summary>Predicts the targets of samples, each with the same answer as <see cref="Predict(Sample)"/>.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="maxDegreeOfParallelism">The maximum number of threads, above 0; it does not change the answers.</param>
    /// <returns>The prediction for each sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">A sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    public double[] Predict(SampleBatch samples, int maxDegreeOfParallelism = 1) =>
        SampleAnswers.Of(Network.Plan, samples, maxDegreeOfParallelism, Predict);

    private static int VotingTablesOf(LookupRegressor network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Network.Wiring.VotingCount;
    }

    private void LearnExample(Sample sample, double target)
    {
        ReadOnlySpan<ulong> answers = Network.AnswersTo(sample);
        double error = ErrorOf(answers, target);
        double correction = _counts.Predict(answers).Value;
        Span<int> gains = stackalloc int[Shares.Length];
        double usual = CorrectionGains.UsualWith(_usualError, error, (double)_tables * _tables);
        CorrectionGains.Write(error, correction, Shares, usual, gains);
        _counts.Learn(answers, error);
        _usualError = usual;
        _choice.Note(gains);
    }

    // In votes. It depends on the example alone, so that forgetting subtracts what learning has added.
    private double ErrorOf(ReadOnlySpan<ulong> answers, double target) => Math.Clamp(
        (target - PredictionOf(answers)) / _unit, -RegressionTarget.Greatest, RegressionTarget.Greatest);

    private double PredictionOf(ReadOnlySpan<ulong> answers) => Network.PredictionOf(BitRange.CountOnes(answers, 0, _tables));
}
