using WeightlessNet.Discriminators;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Nodes;

namespace WeightlessNet.LookupNetworks;

/// <summary>
/// A regression of learned look-up tables: each table has six inputs, wired to bits of the sample or to hidden tables, and answers 0 or 1;
/// the prediction is <see cref="Offset"/> + <see cref="Scale"/> times the number of tables, other than hidden ones, that answer 1.
/// <see cref="LookupNetwork.TrainRegression"/> learns the tables, the wiring and these two numbers. It cannot forget an example or learn
/// one more: train it again, or let an <see cref="AdaptiveLookupRegressor"/> go on learning beside it.
/// </summary>
/// <remarks>
/// <para>
/// Trained like <see cref="LookupNetwork{TLabel}"/>, but for the least squared error: the same seed and examples give the same bytes on
/// every machine. Every sample has a prediction, which is never NaN. The scale has so few bits that its products with votes are exact, so
/// that a prediction has the same bits everywhere. Immutable and thread-safe.
/// </para>
/// <para>
/// A prediction may lie somewhat outside the targets that were learned, so below 0 too: clip it where that has no meaning. One target that
/// is far from all others, a hundred of their deviations, spoils the predictions of the others: learn a logarithm, or clip the targets.
/// </para>
/// </remarks>
public sealed partial class LookupRegressor
{
    private readonly AddressPlan _plan;
    private readonly NetworkVotes _votes;
    private readonly VoteLine _line;

    internal LookupRegressor(NetworkTables tables, VoteLine line)
    {
        (Network, _line) = (tables, line);
        _plan = new AddressPlan(tables.Wiring.Layer, NodeStorage.Dense);
        _votes = new NetworkVotes(tables);
    }

    /// <inheritdoc cref="LookupNetwork{TLabel}.Layer"/>
    public InputLayer Layer => Network.Wiring.Layer;

    /// <inheritdoc cref="LookupNetwork{TLabel}.OutputMapping"/>
    public TupleMapping? OutputMapping => Network.Wiring.OutputMapping;

    /// <summary>
    /// The tables, for use by other programs: bit a of a table is its answer at address a. With two layers the hidden tables come first: as
    /// many as <see cref="Layer"/> has tuples.
    /// </summary>
    public ReadOnlySpan<ulong> Tables => Network.All;

    /// <summary>The prediction if no table answers 1.</summary>
    public double Offset => _line.Offset;

    /// <summary>What each table that answers 1 adds to the prediction; 0 if all targets were equal.</summary>
    public double Scale => _line.Scale;

    /// <summary>The tables and what they read.</summary>
    internal NetworkTables Network { get; }

    /// <summary>The plan that samples must fit.</summary>
    internal AddressPlan Plan => _plan;

    /// <summary>
    /// The answers of the tables that vote, 64 to a word, to a sample that fits <see cref="Plan"/>, in this thread's scratch memory.
    /// </summary>
    internal ReadOnlySpan<ulong> AnswersTo(Sample sample) => _votes.AnswersTo(sample);

    /// <summary>The prediction for so many votes.</summary>
    internal double PredictionOf(int votes) => _line.Of(votes);

    /// <summary>Predicts a sample's target. Does not allocate.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public double Predict(Sample sample) => _line.Of(Votes(sample));

    /// <summary>
    /// Predicts the targets of samples, each with the same answer as <see cref="Predict(Sample)"/>. From 64 samples on they are asked about
    /// as many at once as a vector has bits, which is many times as fast.
    /// </summary>
    /// <param name="samples">The samples.</param>
    /// <param name="maxDegreeOfParallelism">The maximum number of threads, above 0; it does not change the answers.</param>
    /// <returns>The prediction for each sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">A sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    public double[] Predict(SampleBatch samples, int maxDegreeOfParallelism = 1) =>
        VotedAnswers.Of(
            _plan,
            _votes,
            samples,
            maxDegreeOfParallelism,
            Predict,
            (together, first, predictions) => PredictTogether(together, samples, first, predictions));

    /// <summary>Counts the tables that answer 1, hidden ones not. Does not allocate.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>The number of tables.</returns>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public int Votes(Sample sample)
    {
        _plan.ThrowIfNotASample(sample, nameof(sample));
        int votes = 0;
        _votes.Of(sample, new Span<int>(ref votes));
        return votes;
    }

    private void PredictTogether(ISlicedVotes together, SampleBatch samples, int first, double[] predictions)
    {
        Span<int> votes = VoteScratch.Current.Votes(together.Size);
        together.Of(samples, first, votes);
        for (int i = 0; i < Math.Min(votes.Length, predictions.Length - first); i++)
        {
            predictions[first + i] = _line.Of(votes[i]);
        }
    }
}
