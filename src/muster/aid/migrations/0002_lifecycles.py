"""Illegal steps are impossible in the database too.

The steps are those of `muster.domain.lifecycle` when this was written; a test compares the two,
and a change there comes with a new migration.
"""

import json

from django.db import migrations

MACHINES = {
    "aid_request": {
        "initial": ["draft"],
        "steps": {"draft": ["open", "cancelled"], "open": ["closed", "cancelled"]},
    },
    "aid_need": {
        "initial": ["open"],
        "steps": {
            "open": ["filled", "unable_to_fill", "cancelled"],
            "filled": ["open", "cancelled"],
            "unable_to_fill": ["open", "cancelled"],
        },
    },
    "aid_offer": {
        "initial": ["sent"],
        "steps": {
            "sent": ["provisional", "accepted", "declined", "lapsed", "withdrawn"],
            "provisional": ["accepted", "declined", "lapsed", "withdrawn"],
        },
    },
    "aid_commitment": {
        "initial": ["awaiting_acceptance"],
        "steps": {
            "awaiting_acceptance": ["bound", "recalled", "cancelled"],
            "bound": ["released", "recalled"],
        },
    },
    "aid_mission": {
        "initial": ["ordered"],
        "steps": {"ordered": ["released", "recalled"]},
    },
}

GUARD = """
CREATE FUNCTION muster_guard_status() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  machine jsonb := TG_ARGV[0]::jsonb;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT (machine->'initial') ? NEW.status THEN
      RAISE EXCEPTION '% cannot begin as %', TG_TABLE_NAME, NEW.status
        USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.status IS DISTINCT FROM OLD.status
    AND NOT coalesce((machine->'steps'->OLD.status) ? NEW.status, false) THEN
    RAISE EXCEPTION '% cannot go from % to %', TG_TABLE_NAME, OLD.status, NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION muster_guard_stock() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  in_stock integer;
  taken integer;
BEGIN
  IF NOT NEW.active THEN RETURN NEW; END IF;
  SELECT units INTO in_stock FROM responders_kit WHERE id = NEW.stock_id FOR UPDATE;
  SELECT coalesce(sum(units), 0) INTO taken FROM aid_committedkit
    WHERE stock_id = NEW.stock_id AND active AND exercise = NEW.exercise
      AND during && NEW.during AND id <> NEW.id;
  IF taken + NEW.units > in_stock THEN
    RAISE EXCEPTION 'stock % has % units and % are taken', NEW.stock_id, in_stock, taken
      USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kit_within_stock BEFORE INSERT OR UPDATE ON aid_committedkit
  FOR EACH ROW EXECUTE FUNCTION muster_guard_stock();

CREATE FUNCTION muster_guard_mission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM aid_commitment WHERE id = NEW.commitment_id AND status = 'bound'
  ) THEN
    RAISE EXCEPTION 'a mission needs a commitment that both sides have bound'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mission_needs_bound_commitment BEFORE INSERT ON aid_mission
  FOR EACH ROW EXECUTE FUNCTION muster_guard_mission();
"""

BACKWARD = """
DROP FUNCTION muster_guard_status() CASCADE;
DROP FUNCTION muster_guard_stock() CASCADE;
DROP FUNCTION muster_guard_mission() CASCADE;
"""


def _trigger(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_lifecycle BEFORE INSERT OR UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION muster_guard_status('{json.dumps(MACHINES[table])}');"
    )


class Migration(migrations.Migration):
    dependencies = [("aid", "0001_initial")]
    operations = [
        migrations.RunSQL(GUARD, BACKWARD),
        *(migrations.RunSQL(_trigger(table), migrations.RunSQL.noop) for table in MACHINES),
    ]
