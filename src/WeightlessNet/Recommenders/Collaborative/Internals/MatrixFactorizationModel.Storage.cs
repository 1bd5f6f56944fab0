using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

internal sealed partial class MatrixFactorizationModel
{
    // Numbers of a snapshot that are larger, or precisions and noises that are smaller than its inverse, are not those of a training. With
    // these bounds no answer overflows.
    private const double Bound = 1e9;
    private const double MaximumDrift = 1e15;

    // Sum of the ratings, noise, agreement and squares of drift, f64 each; the number of ratings at which the priors are due, the user
    // and the item whose turn is next, compact each; the drift of each user, f64. Since layout 2: number of ratings that are added to
    // a user's own for the bias, f64; columns of the catalog, compact; parts of the evidence of users, then of items: 1 with the
    // number of ratings or 0, averages, audience columns, compact each; bias of a newcomer, means of the users, biases of the users, of the
    // items, f64 each; u8, 1 if there is an audience, otherwise 0, and then scales of the users' columns, sums of their products, those of
    // the items. Then the side of the users, the side of the items.
    public Action<SnapshotWriter> CopyTraining() => SnapshotWriter.Copy(WriteTrainingTo);

    private void WriteTrainingTo(SnapshotWriter writer)
    {
        writer.Write(_sum);
        writer.Write(_noise);
        writer.Write(_driftAgreement);
        writer.Write(_driftSquares);
        writer.WriteCompact((ulong)_nextPrior);
        writer.WriteCompact((ulong)_nextUser);
        writer.WriteCompact((ulong)_nextItem);
        writer.Write(_drift.AsSpan(0, Log.UserCount));
        writer.Write(StoredShrinkage);
        writer.WriteCompact((ulong)_items.Shape.Columns);
        _users.Layout.WriteTo(writer);
        _items.Layout.WriteTo(writer);
        _biases.WriteTo(writer, Log.UserCount);
        writer.Write((byte)(_audience is null ? 0 : 1));
        _audience?.WriteTo(writer);
        EnsureItems();
        _users.WriteTo(writer);
        _items.WriteTo(writer);
    }

    /// <summary>Completes a model of a known layout whose stored ratings are all set.</summary>
    public void ReadTraining(SnapshotReader reader, int layout)
    {
        ReadNumbers(reader);
        if (layout == 1)
        {
            _sharesBiases = false;
            _biases.EnsureUser(Log.UserCount - 1);
        }
        else
        {
            ReadSinceLayout2(reader);
        }

        _users.Read(reader, Log.UserCount);
        _items.Read(reader, _itemCount);
        ScatterItems();
    }

    private void ReadSinceLayout2(SnapshotReader reader)
    {
        double shrinkage = reader.ReadDouble();
        _sharesBiases = shrinkage != 0;
        int columns = reader.ReadCompact(Array.MaxLength);
        EvidenceLayout ofUsers = EvidenceLayout.Read(reader, int.MaxValue);
        EvidenceLayout ofItems = EvidenceLayout.Read(reader, int.MaxValue);
        int expected = _catalog is null ? 0 : ItemColumns.CountOf(_catalog);
        bool isTrained = ofUsers.Averages == 0;
        if (shrinkage is not (0 or (>= LearnedShrinkage.Least and <= LearnedShrinkage.Most)) || columns != (isTrained ? expected : 0)
            || !(isTrained ? (ofUsers, ofItems) == TrainedLayouts : ofUsers == Averages && ofItems == Averages))
        {
            throw reader.Invalid("the parts of the evidence do not go with the options");
        }

        if (isTrained)
        {
            (_users, _items) = Sides(_users.Log, _items.Log, columns, ofUsers, ofItems);
        }

        _biases.Read(reader, Log.UserCount, _sharesBiases ? shrinkage : LearnedShrinkage.Usual);
        if (reader.ReadBoolean() != (ofItems.AudienceColumns > 0))
        {
            throw reader.Invalid("there is an audience without columns, or the other way round");
        }

        _audience = ofItems.AudienceColumns > 0 ? Audience.Read(reader, ofItems.AudienceColumns) : null;
    }

    private void ReadNumbers(SnapshotReader reader)
    {
        double[] numbers = reader.ReadFiniteDoubles(4);
        (_sum, _noise, _driftAgreement, _driftSquares) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        if (_noise is not (> 1 / Bound and < Bound)
            || _driftSquares is not (>= 0 and < MaximumDrift)
            || _driftAgreement is not (> -MaximumDrift and < MaximumDrift))
        {
            throw reader.Invalid("the noise or the squares of drift are too low or too high");
        }

        double mean = Target.RatingOf(0);
        double slack = 1e-6 * _unit;
        if (!(mean > _scale.Minimum - slack && mean < _scale.Maximum + slack))
        {
            throw reader.Invalid($"the mean of all ratings, {mean}, is not on the scale");
        }

        _nextPrior = reader.ReadCompact(int.MaxValue);
        _nextUser = reader.ReadCompact(int.MaxValue);
        _nextItem = reader.ReadCompact(int.MaxValue);
        _drift = ReadBounded(reader, Log.UserCount);
    }

    /// <summary>Reads numbers that are finite and not larger than those of a training.</summary>
    public static double[] ReadBounded(SnapshotReader reader, long count)
    {
        double[] numbers = reader.ReadFiniteDoubles(count);
        return Array.TrueForAll(numbers, number => Math.Abs(number) < Bound)
            ? numbers
            : throw reader.Invalid($"a number is not below {Bound:0e+0}");
    }

    /// <summary>Reads numbers above 0 that are neither larger nor smaller than those of a training.</summary>
    public static double[] ReadPositive(SnapshotReader reader, long count)
    {
        double[] numbers = ReadBounded(reader, count);
        return Array.TrueForAll(numbers, number => number > 1 / Bound)
            ? numbers
            : throw reader.Invalid($"a number is not above {1 / Bound:0e+0}");
    }
}
