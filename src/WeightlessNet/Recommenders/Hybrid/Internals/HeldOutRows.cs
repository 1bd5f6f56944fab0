using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// What every part of a hybrid answers for held-out ratings when it has learned only the others: the rows that weights are learned from.
/// Lengths are in quarters of the rating range, about one star.
/// </summary>
internal sealed class HeldOutRows
{
    private const double Quarter = RatingUnits.Range / 4.0;

    private readonly NetworkLayout _layout;
    private readonly WeightlessOptions _options;
    private readonly RatingScale _scale;
    private readonly ItemAddresses _addresses;
    private readonly CatalogVersion _catalog;
    private readonly RatingUnits _units;
    private readonly HeldOutQuestions _questions;
    private readonly RatingLog _log;
    private readonly Rating[] _held;

    /// <param name="catalog">The items and their bits.</param>
    /// <param name="layout">The groups of nodes.</param>
    /// <param name="audience">The bits of the items' audience, of the kept ratings only; null for none.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">The options of the networks.</param>
    /// <param name="questions">The held-out ratings, and the ratings that the parts learn.</param>
    public HeldOutRows(
        ItemCatalog catalog,
        NetworkLayout layout,
        ItemCatalog? audience,
        RatingScale scale,
        WeightlessOptions options,
        HeldOutQuestions questions)
    {
        _layout = layout;
        _options = options;
        _scale = scale;
        _questions = questions;
        _held = questions.Held;
        Rating[] held = questions.Held;
        short[][] centralAnswers = questions.CentralAnswers;
        CrowdStatistics crowd = new(catalog.Count, options.Crowd);
        _log = questions.Logged;
        _units = new RatingUnits(scale);
        RatingUnits units = _units;
        for (int user = 0; user < questions.Crowd.UserCount; user++)
        {
            foreach (RatedItem rated in questions.Crowd.OfUser(user))
            {
                crowd.Add(rated.Item, units.FromRating(rated.Value));
            }
        }

        _addresses = new ItemAddresses(catalog, layout, audience);
        _catalog = CatalogVersion.Of(crowd, _addresses);
        Counts = [.. held.Select(rating => _log.OfUser(rating.User).Length)];

        // The asked rating itself does not count.
        int own = questions.CrowdKnowsHeld ? 1 : 0;
        const double One = 1 << RatingWeights.FractionBits;
        Rarities = [.. held.Select(rating => RatingWeights.RarityOf(crowd.CountOf(rating.Item) - own) / One)];
        Importance = questions.Importance;
        Values = [.. held.Select(rating => units.FromRating(rating.Value) / Quarter)];
        Bias = new double[held.Length];
        Latest = new double[held.Length];
        Central = [.. centralAnswers.Select(model => model.Select(answer => answer / Quarter).ToArray())];
        First = Columns(layout.Groups.Length, held.Length);
        Second = Columns(layout.Groups.Length, held.Length);
    }

    /// <summary>The number of kept ratings of the user of each row.</summary>
    public int[] Counts { get; }

    /// <summary>The rarity of the item of each row, 0 to 1.</summary>
    public double[] Rarities { get; }

    /// <summary>The held-out rating of each row.</summary>
    public double[] Values { get; }

    /// <summary>Whether the rows are questions of a stream.</summary>
    public bool IsStream => _questions.IsStream;

    /// <summary>How many ratings each row stands for; null if all stand for equally many.</summary>
    public double[]? Importance { get; }

    /// <summary>The answer of bias.</summary>
    public double[] Bias { get; }

    /// <summary>The deviation of the user's latest ratings, for the questions of a stream; 0 for others.</summary>
    public double[] Latest { get; }

    /// <summary>The answers of the central models.</summary>
    public double[][] Central { get; }

    /// <summary>The first reading of each group of nodes.</summary>
    public double[][] First { get; }

    /// <summary>The second reading of each group of nodes, after <see cref="AskSecond"/>.</summary>
    public double[][] Second { get; }

    /// <summary>Asks bias and the first readings.</summary>
    /// <param name="threads">The most threads that ask; the answers do not depend on it.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public void AskFirst(int threads, CancellationToken cancellationToken) => Ask(null, First, threads, cancellationToken);

    /// <summary>Asks the second readings, given the weights of the first.</summary>
    /// <param name="weights">The weights of the first readings.</param>
    /// <param name="threads">The most threads that ask; the answers do not depend on it.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public void AskSecond(RatingWeights weights, int threads, CancellationToken cancellationToken) =>
        Ask(weights, Second, threads, cancellationToken);

    // The crowd's statistics of the item of a question, without the answer.
    private ItemStatistics StatisticsFor(int question)
    {
        Rating held = _held[question];
        return _questions.CrowdKnowsHeld
            ? _catalog.StatisticsWithout(held.Item, _units.FromRating(held.Value))
            : _catalog.StatisticsOf(held.Item);
    }

    private static double[][] Columns(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new double[length])];

    // The questions of a user are asked together, and every answer has a place of its own, so that threads may share the users in any way.
    private void Ask(RatingWeights? weights, double[][] readings, int threads, CancellationToken cancellationToken)
    {
        int[] starts = [.. Enumerable.Range(0, _held.Length).Where(at => at == 0 || _held[at].User != _held[at - 1].User), _held.Length];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        FirstFailure.Of(
            () => Parallel.For(
                0,
                starts.Length - 1,
                parallel,
                () => new Asker(this, weights, readings),
                (user, _, asker) =>
                {
                    asker.Ask(starts[user], starts[user + 1] - starts[user]);
                    return asker;
                },
                _ => { }),
            cancellationToken);
    }

    /// <summary>The scratch memory of one thread that asks.</summary>
    private sealed class Asker
    {
        private readonly HeldOutRows _rows;
        private readonly RatingWeights? _weights;
        private readonly double[][] _readings;
        private readonly PersonalReader _reader;
        private readonly PersonalFold _fold;
        private readonly LatestRatings _latest = new();
        private byte[] _addresses = [];
        private long[] _answers = [];

        public Asker(HeldOutRows rows, RatingWeights? weights, double[][] readings)
        {
            (_rows, _weights, _readings) = (rows, weights, readings);
            RatingWeights each = weights ?? RatingWeights.None(rows._layout.Groups, rows.Central.Length);
            _reader = new PersonalReader(rows._options, rows._addresses.NodeCount, each);
            _fold = new PersonalFold(rows._options, rows._scale, rows._layout, _reader);
        }

        /// <summary>Asks a user's questions, which are neighbors.</summary>
        public void Ask(int first, int count)
        {
            int nodes = _rows._addresses.NodeCount;
            if (_answers.Length < count)
            {
                _answers = new long[2 * count];
                _addresses = new byte[2 * count * nodes];
            }

            UserRatings log = _rows._log.OfUser(_rows._held[first].User);
            ReadOnlySpan<FoldedRating> ratings = _fold.Fold(log, _rows._catalog);
            long center = _reader.CenterOf(ratings);
            long latest = 0;
            if (_rows.IsStream)
            {
                _latest.Sort(log);
                latest = _latest.DeviationOf(ratings, center);
            }

            for (int i = 0; i < count; i++)
            {
                ItemStatistics statistics = _rows.StatisticsFor(first + i);
                _rows._addresses.Write(
                    _rows._held[first + i].Item, statistics.MeanLevel, statistics.CountLevel, _addresses.AsSpan(i * nodes, nodes));
                _rows.Latest[first + i] = latest / (Quarter * (1 << PersonalReader.AnswerBits));
                _rows.Bias[first + i] = (statistics.Mean + (center / (double)(1 << PersonalReader.CenterBits))) / Quarter;
            }

            if (!log.IsEmpty)
            {
                Read(ratings, center, first, count);
            }
        }

        private void Read(ReadOnlySpan<FoldedRating> ratings, long center, int first, int count)
        {
            ReadOnlySpan<long> targets = _fold.AddressedTargetsOf(ratings, center);
            ReadOnlySpan<long> values = _weights is null ? targets : _fold.ResidualsOf(_weights, ratings, targets);
            ReadOnlySpan<byte> addresses = _addresses.AsSpan(0, count * _rows._addresses.NodeCount);
            Span<long> answers = _answers.AsSpan(0, count);
            for (int group = 0; group < _readings.Length; group++)
            {
                answers.Clear();
                _fold.AddAnswers(_rows._layout.Groups[group], ratings, values, addresses, answers);
                for (int i = 0; i < count; i++)
                {
                    _readings[group][first + i] = answers[i] / (Quarter * (1 << PersonalReader.AnswerBits));
                }
            }
        }
    }
}
