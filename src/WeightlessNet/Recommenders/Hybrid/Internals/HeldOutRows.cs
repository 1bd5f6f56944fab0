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
    private readonly CrowdStatistics _crowd;
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
        _crowd = new CrowdStatistics(catalog.Count, options.Crowd);
        _log = questions.Logged;
        _units = new RatingUnits(scale);
        RatingUnits units = _units;
        for (int user = 0; user < questions.Crowd.UserCount; user++)
        {
            foreach (RatedItem rated in questions.Crowd.OfUser(user))
            {
                _crowd.Add(rated.Item, units.FromRating(rated.Value));
            }
        }

        _addresses = new ItemAddresses(catalog, layout, audience);
        _catalog = CatalogVersion.Of(_crowd, _addresses);
        Counts = [.. held.Select(rating => _log.OfUser(rating.User).Length)];

        // The asked rating itself does not count.
        int own = questions.CrowdKnowsHeld ? 1 : 0;
        const double One = 1 << RatingWeights.FractionBits;
        Rarities = [.. held.Select(rating => RatingWeights.RarityOf(_crowd.CountOf(rating.Item) - own) / One)];
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
    public void AskFirst(CancellationToken cancellationToken) => Ask(null, First, cancellationToken);

    /// <summary>Asks the second readings, given the weights of the first.</summary>
    public void AskSecond(RatingWeights weights, CancellationToken cancellationToken) => Ask(weights, Second, cancellationToken);

    private static double[][] Columns(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new double[length])];

    private void Ask(RatingWeights? weights, double[][] readings, CancellationToken cancellationToken)
    {
        RatingWeights each = weights ?? RatingWeights.None(_layout.Groups, Central.Length);
        PersonalReader reader = new(_options, _addresses.NodeCount, each);
        PersonalFold fold = new(_options, _scale, _layout, reader);
        LatestRatings latestRatings = new();
        byte[] rows = [];
        long[] answers = [];
        for (int first = 0, end; first < _held.Length; first = end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            end = first + 1;
            while (end < _held.Length && _held[end].User == _held[first].User)
            {
                end++;
            }

            UserRatings log = _log.OfUser(_held[first].User);
            int count = end - first;
            if (answers.Length < count)
            {
                answers = new long[2 * count];
                rows = new byte[2 * count * _addresses.NodeCount];
            }

            ReadOnlySpan<FoldedRating> ratings = fold.Fold(log, _catalog);
            long center = reader.CenterOf(ratings);
            long latest = 0;
            if (_questions.IsStream)
            {
                latestRatings.Sort(log);
                latest = latestRatings.DeviationOf(ratings, center);
            }

            for (int i = 0; i < count; i++)
            {
                ItemStatistics statistics = _questions.CrowdKnowsHeld
                    ? _crowd.StatisticsWithout(_held[first + i].Item, _units.FromRating(_held[first + i].Value))
                    : _crowd.StatisticsOf(_held[first + i].Item);
                _addresses.Write(
                    _held[first + i].Item,
                    statistics.MeanLevel,
                    statistics.CountLevel,
                    rows.AsSpan(i * _addresses.NodeCount, _addresses.NodeCount));
                Latest[first + i] = latest / (Quarter * (1 << PersonalReader.AnswerBits));
                Bias[first + i] = (statistics.Mean + (center / (double)(1 << PersonalReader.CenterBits))) / Quarter;
            }

            if (!log.IsEmpty)
            {
                ReadOnlySpan<long> values = weights is null
                    ? fold.AddressedTargetsOf(ratings, center)
                    : fold.ResidualsOf(weights, ratings, fold.AddressedTargetsOf(ratings, center));
                for (int group = 0; group < readings.Length; group++)
                {
                    Span<long> own = answers.AsSpan(0, count);
                    own.Clear();
                    fold.AddAnswers(_layout.Groups[group], ratings, values, rows.AsSpan(0, count * _addresses.NodeCount), own);
                    for (int i = 0; i < count; i++)
                    {
                        readings[group][first + i] = own[i] / (Quarter * (1 << PersonalReader.AnswerBits));
                    }
                }
            }
        }
    }
}
