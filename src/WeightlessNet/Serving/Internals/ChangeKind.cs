namespace WeightlessNet.Serving.Internals;

/// <summary>The kind of a stored change. The numbers are part of the format.</summary>
internal enum ChangeKind : byte
{
    /// <summary>A user gets an id: user, key.</summary>
    User = 1,

    /// <summary>An item gets an id: item, key.</summary>
    Item = 2,

    /// <summary>A rating is learned: user, item, value, time.</summary>
    Learn = 3,

    /// <summary>A rating is forgotten: user, item.</summary>
    Forget = 4,

    /// <summary>A user is forgotten, with all ratings, controls and the key: user.</summary>
    ForgetUser = 5,

    /// <summary>A user's list of controls is replaced: user, controls.</summary>
    Controls = 6,

    /// <summary>All ratings of a user are forgotten before others are imported; the key and the id stay: user.</summary>
    ForgetRatings = 7,

    /// <summary>All ratings and controls of users without a key, and of items without a key, are forgotten. A repair writes it.</summary>
    ForgetKeyless = 8,

    /// <summary>The total of a user's events with an item is replaced: user, item, value, time. A value of 0 removes it.</summary>
    Event = 9,

    /// <summary>The same, because an event was forgotten.</summary>
    ForgetEvent = 10,

    /// <summary>What the values of the log stand for: the mark, the scale. The first event of each segment.</summary>
    Values = 11,

    /// <summary>What is known of a user is replaced: user, description. Without a description it is forgotten.</summary>
    Description = 12,
}
