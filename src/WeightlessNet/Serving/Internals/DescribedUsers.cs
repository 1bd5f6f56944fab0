using System.Buffers;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Context;
using WeightlessNet.Recommenders.Context.Internals;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving.Internals;

/// <inheritdoc cref="IDescribedUsers"/>
internal sealed class DescribedUsers : IDescribedUsers
{
    private readonly UserSchema _schema;
    private readonly FeatureSchema<UserDescription> _bits;
    private readonly HybridRecommender _hybrid;
    private readonly WeightlessRankingRecommender _lists;
    private readonly IReadOnlyDictionary<int, UserDescription> _descriptions;

    // Null where no ratings are predicted.
    private readonly ContextualRecommender? _ratings;
    private readonly ContextualLikes _likes;

    private DescribedUsers(DescribedUsersSource source)
    {
        (_schema, _hybrid, _lists, _descriptions) = (source.Schema, source.Ratings, source.Lists, source.Descriptions);
        _bits = source.Schema.ToBits();
        var fields = ContextFields.Of(_bits);
        _ratings = source.IsOfRatings ? ContextualRecommender.Around(source.Ratings, fields) : null;
        _likes = new ContextualLikes(fields, source.Lists.CopyCatalog());
        foreach ((int user, UserDescription description) in source.Descriptions)
        {
            Describe(user, description);
        }
    }

    /// <summary>Makes it from what is known now, and from what was stored.</summary>
    public static IDescribedUsers Create(DescribedUsersSource source)
    {
        DescribedUsers users = new(source);
        users.IsRestored = source.Stored.Length > 0 && users.Restore(source.Stored);
        return users;
    }

    public bool IsRestored { get; private set; }

    public int UserIdBound => Math.Max(_ratings?.UserIdBound ?? _hybrid.UserIdBound, _likes.UserIdBound);

    public IReadOnlyList<CalibratedGroup> RatingParts => _ratings?.Calibration ?? _hybrid.Calibration;

    public IReadOnlyList<CalibratedGroup> ListParts => _likes.Calibration;

    public IReadOnlyList<string> LeftOutFields => _likes.LeftOutFields;

    public void Describe(int user, UserDescription description)
    {
        ulong[] bits = [];
        if (!description.IsEmpty)
        {
            bits = new ulong[BitSlice.WordCount(_bits.BitCount)];
            _bits.Encode(description, bits);
        }

        _ratings?.Describe(user, bits);
        _likes.Describe(user, bits);
    }

    public bool Knows(int user) => _likes.Knows(user);

    public void DescribeAgain(int user)
    {
        if (_descriptions.TryGetValue(user, out UserDescription? known))
        {
            Describe(user, known);
        }
    }

    public void LearnRating(in Rating rating)
    {
        if (_ratings is null)
        {
            _hybrid.Learn(rating);
        }
        else
        {
            _ratings.Learn(rating);
        }
    }

    public bool ForgetRating(int user, int item) => _ratings?.Forget(user, item) ?? _hybrid.Forget(user, item);

    public int ForgetUser(int user)
    {
        int count = _ratings?.ForgetUser(user) ?? _hybrid.ForgetUser(user);
        _likes.Describe(user, []);
        return count;
    }

    public void PutItemOfRatings(int item, ulong[] pattern)
    {
        if (item >= _hybrid.ItemCount)
        {
            _ = _ratings?.AddItem(pattern) ?? _hybrid.AddItem(pattern);
        }
        else if (_ratings is null)
        {
            _hybrid.UpdateItem(item, pattern);
        }
        else
        {
            _ratings.UpdateItem(item, pattern);
        }
    }

    public void PutItemOfLists(int item, ulong[] pattern) => _likes.PutItem(item, pattern);

    public void RefitRatings(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (_ratings is null)
        {
            _hybrid.Refit(progress, cancellationToken);
        }
        else
        {
            _ratings.Refit(progress, cancellationToken);
        }
    }

    public void FitLists(Rating[] ratings, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        _lists.Train(ratings, asked => _likes.Calibrate(asked, cancellationToken), progress, cancellationToken);
        _likes.Count(ratings, _lists.LikedFrom);
    }

    public double Predict(int user, int item) => _ratings?.Predict(user, item) ?? _hybrid.Predict(user, item);

    public Explanation ExplainRating(int user, int item)
    {
        UserDescription known = DescriptionOf(user);
        return _ratings?.ExplainInWords(user, item, field => _schema.InWords(known, field)) ?? _hybrid.Explain(user, item);
    }

    public LikeAdjustments AdjustmentsFor(int user, int more, in RecommendationFilter filter) => _likes.Knows(user)
        ? _likes.AdjustmentsFor(user, Math.Max(0, _lists.RatingCountOf(user) + more), _lists.Scale, filter)
        : default;

    public IReadOnlyList<Contribution> PartsOf(int user, int item)
    {
        if (!_likes.Knows(user))
        {
            return [];
        }

        RatingUnits units = new(_lists.Scale);
        ItemCatalog catalog = _lists.CopyCatalog();
        return
        [
            .. _likes.PartsOf(user, _lists.RatingCountOf(user), _lists.Scale, item).Where(static part => part.Amount != 0).Select(
                part => PartOf(part.Group, user, catalog, item, units.ToDifference(part.Amount, RatingUnits.AnswerBits))),
        ];
    }

    // The fields of users; 1, u8, and what the contextual recommender has learned, or 0, u8; what likes tell.
    public byte[] Save()
    {
        ArrayBufferWriter<byte> bytes = new();
        SnapshotWriter.Save(
            part => bytes.Write(part),
            writer =>
            {
                writer.BeginObject(SnapshotKind.DescribedUsers);
                _schema.WriteTo(writer);
                writer.Write((byte)(_ratings is null ? 0 : 1));
                _ratings?.WriteLearned(writer);
                _likes.WriteTo(writer);
            });
        return bytes.WrittenSpan.ToArray();
    }

    // Whether users have the same fields as then; otherwise nothing is read.
    private bool Restore(byte[] stored) =>
        SnapshotReader.Load(new MemoryStream(stored), SnapshotKind.DescribedUsers, (reader, head) =>
        {
            _ = head.Shape(0);
            if (!_schema.ReadIsSame(reader) || reader.ReadBoolean() == _ratings is null)
            {
                reader.SkipRest();
                return false;
            }

            _ratings?.ReadLearned(reader);
            _likes.Read(reader);
            return true;
        });

    private UserDescription DescriptionOf(int user) =>
        _descriptions.TryGetValue(user, out UserDescription? description) ? description : UserDescription.Empty;

    private Contribution PartOf(ContextGroup group, int user, ItemCatalog catalog, int item, double amount)
    {
        UserDescription known = DescriptionOf(user);
        string[] fields = [.. _likes.FieldsOf(group)];
        string?[] values = Array.ConvertAll(fields, field => _schema.InWords(known, field));
        string users = string.Join(" and ", fields.Select((field, i) => $"{field} {values[i] ?? "unknown"}"));
        string? named = fields.Length == 1 && values[0] is not null ? fields[0] : null;
        return new Contribution(ContributionKind.Context, $"people with {users}, {_likes.InWords(group, catalog, item)}", amount)
        {
            UserField = named,
            UserValue = named is null ? null : values[0],
        };
    }
}
