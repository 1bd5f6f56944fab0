using System.Buffers;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Storage;

namespace WeightlessNet.Orleans.Grains.Internals;

/// <summary>All that is stored of a user.</summary>
/// <remarks>Immutable: a change makes another state, which counts once it is stored.</remarks>
/// <param name="Ratings">The ratings, weighted as configured: a control that weighs recent ones is among the controls.</param>
/// <param name="Controls">The controls, in the order in which they were applied.</param>
/// <param name="Operations">The ids of the last changes, the oldest first.</param>
internal sealed record UserState(PersonalRatings Ratings, IReadOnlyList<TuningControl> Controls, IReadOnlyList<ulong> Operations)
{
    private const byte Layout = 1;

    /// <summary>A user of whom nothing is known.</summary>
    public static UserState Empty(CrowdModel crowd) => new(new PersonalModel(crowd).Export(), [], []);

    /// <summary>The state that a store holds.</summary>
    /// <exception cref="InvalidDataException">
    /// The snapshot or an entry is damaged, of a later version of the library, or on another scale than the crowd.
    /// </exception>
    /// <exception cref="ArgumentException">A rating does not fit the crowd's catalog or scale.</exception>
    public static UserState Of(StoredUser user, CrowdModel crowd)
    {
        UserState state = user.Snapshot is { } snapshot ? FromSnapshot(snapshot) : Empty(crowd);
        if (state.Ratings.Scale != crowd.Scale)
        {
            throw new InvalidDataException("The user's ratings are stored on another scale than that of the cluster.");
        }

        foreach (ReadOnlyMemory<byte> entry in user.Entries)
        {
            UserChange change = UserChange.FromEntry(entry);
            state = state.With(change, crowd) ?? state.After(change);
        }

        return state;
    }

    /// <summary>The ratings that a store holds of a user, by the items' ids, whatever crowd there is.</summary>
    /// <exception cref="InvalidDataException">The snapshot or an entry is damaged, or of a later version of the library.</exception>
    public static RatedItem[] RatingsOf(StoredUser user)
    {
        RatedItem[] stored = user.Snapshot is { } snapshot ? FromSnapshot(snapshot).Ratings.Ratings.ToArray() : [];
        if (user.Entries.Count == 0)
        {
            return stored;
        }

        SortedDictionary<int, RatedItem> ratings = new(stored.ToDictionary(rated => rated.Item));
        foreach (ReadOnlyMemory<byte> entry in user.Entries)
        {
            UserChange change = UserChange.FromEntry(entry);
            if (change.Kind == UserChangeKind.Learn)
            {
                ratings[change.Rating.Item] = change.Rating;
            }
        }

        return [.. ratings.Values];
    }

    /// <summary>The state after a change; null if there is nothing to change.</summary>
    /// <exception cref="ArgumentException">The change does not fit the crowd's catalog or scale.</exception>
    public UserState? With(in UserChange change, CrowdModel crowd) => change.Kind switch
    {
        UserChangeKind.Learn => Learned(change.Rating, crowd).After(change),
        UserChangeKind.Forget => Forgot(change.Rating.Item, crowd)?.After(change),
        UserChangeKind.ForgetAll => Ratings.Ratings.IsEmpty && Controls.Count == 0
            ? null
            : (Empty(crowd) with { Operations = Operations }).After(change),
        UserChangeKind.Tune => change.Control!.Kind == TuningKind.Mute && Controls.Contains(change.Control)
            ? null
            : (this with { Controls = [.. Controls, change.Control] }).After(change),
        UserChangeKind.Untune => Untuned(change.Control!)?.After(change),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change.Kind, "There is no such change."),
    };

    /// <summary>
    /// Whether no item is missing that an earlier state has a rating of: none was forgotten, nor dropped because the crowd's options limit
    /// the ratings of a user.
    /// </summary>
    public bool HasItemsOf(UserState earlier)
    {
        int at = 0;
        foreach (RatedItem rated in earlier.Ratings.Ratings)
        {
            while (at < Ratings.Ratings.Length && Ratings.Ratings[at].Item < rated.Item)
            {
                at++;
            }

            if (at == Ratings.Ratings.Length || Ratings.Ratings[at].Item != rated.Item)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The state as a snapshot for a store.</summary>
    public byte[] ToSnapshot()
    {
        // One byte for the layout and one for the number of ids; the ids, 8 bytes each; the controls, a length before them; the ratings.
        ArrayBufferWriter<byte> bytes = new();
        Ratings.KnownAs(Ratings).Save(bytes);
        byte[] controls = Controls.Count == 0 ? [] : TuningControls.Write(Controls);
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(Layout);
        writer.Write((byte)Operations.Count);
        foreach (ulong operation in Operations)
        {
            writer.Write(operation);
        }

        writer.Write7BitEncodedInt(controls.Length);
        writer.Write(controls);
        writer.Write(bytes.WrittenSpan);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>What a change of a user's ratings changes for the crowd, as its log has it; no bytes for nothing.</summary>
    /// <param name="scale">The scale of the crowd.</param>
    /// <param name="before">The ratings before; null for none.</param>
    /// <param name="after">The ratings afterwards.</param>
    /// <exception cref="ArgumentException">The ratings have another scale.</exception>
    public static byte[] CrowdChange(RatingScale scale, PersonalRatings? before, PersonalRatings after)
    {
        CrowdChanges changes = new(scale);
        changes.Replace(before, after);
        using MemoryStream stream = new();
        if (!changes.IsEmpty)
        {
            changes.Save(stream);
        }

        return stream.ToArray();
    }

    private static UserState FromSnapshot(ReadOnlyMemory<byte> snapshot)
    {
        using MemoryStream stream = new(snapshot.ToArray());
        using BinaryReader reader = new(stream);
        try
        {
            byte layout = reader.ReadByte();
            if (layout != Layout)
            {
                throw new InvalidDataException(
                    $"A user is stored in the layout {layout}, but this version of the library knows {Layout}. Take a later one.");
            }

            ulong[] operations = new ulong[reader.ReadByte()];
            for (int i = 0; i < operations.Length; i++)
            {
                operations[i] = reader.ReadUInt64();
            }

            int length = reader.Read7BitEncodedInt();
            IReadOnlyList<TuningControl> controls = length == 0 ? [] : TuningControls.Read(reader.ReadBytes(length));
            return new UserState(Snapshot.Load<PersonalRatings>(stream), controls, operations);
        }
        catch (Exception damaged) when (damaged is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("The snapshot of a user is damaged.", damaged);
        }
    }

    private UserState After(in UserChange change) => this with
    {
        Operations = [.. Operations.Skip(Operations.Count - IUserGrain.RememberedOperations + 1), change.Operation],
    };

    private UserState Learned(in RatedItem rating, CrowdModel crowd)
    {
        PersonalModel model = new(crowd, Ratings.KnownAs(null));
        model.Learn(rating);
        return this with { Ratings = model.Export() };
    }

    private UserState? Forgot(int item, CrowdModel crowd)
    {
        bool isRated = false;
        foreach (RatedItem rated in Ratings.Ratings)
        {
            isRated |= rated.Item == item;
        }

        // A model keeps no more ratings than the crowd's options allow, so it may have dropped this one already.
        PersonalModel model = new(crowd, Ratings.KnownAs(null));
        return model.Forget(item) || isRated ? this with { Ratings = model.Export() } : null;
    }

    private UserState? Untuned(TuningControl control)
    {
        List<TuningControl> left = [.. Controls];
        if (control.Item is not null)
        {
            // An item that was banned twice is shown again after one call.
            return left.RemoveAll(control.Equals) > 0 ? this with { Controls = left } : null;
        }

        int last = left.LastIndexOf(control);
        if (last < 0)
        {
            return null;
        }

        left.RemoveAt(last);
        return this with { Controls = left };
    }
}
