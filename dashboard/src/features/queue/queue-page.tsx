/** The queue: who runs, who waits. Waiting batches are put into order by drag, by keyboard or by their buttons. */
import Button from "@mui/material/Button";
import List from "@mui/material/List";
import Typography from "@mui/material/Typography";
import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type DragEndEvent } from "@dnd-kit/core";
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { Link } from "react-router";
import { Page, Panel } from "@/components/page";
import { Empty, Loading, Shown } from "@/components/states";
import { QUEUE_SHOWN, useQueue, type QueueEntry, type QueuePage as Queue } from "@/lib/api/queue";
import { count, counted } from "@/lib/format";
import { isWaiting } from "./queue-order";
import { RunningRow, WaitingRow } from "./queue-row";
import { useQueueMove } from "./use-queue-move";

export default function QueuePage() {
  const queue = useQueue();
  return (
    <Page title="Queue">
      <Shown query={queue} loading={<Loading rows={5} height={64} />}>
        {(page) =>
          page.queue.length === 0 ? (
            <Panel>
              <Empty title="Nothing runs and nothing waits" action={<Button component={Link} to="/generate" variant="contained">Make a batch</Button>}>
                A batch that is started joins the queue and begins when its turn comes.
              </Empty>
            </Panel>
          ) : (
            <Lists page={page} />
          )
        }
      </Shown>
    </Page>
  );
}

function Lists({ page }: { page: Queue }) {
  const running = page.queue.filter((entry) => !isWaiting(entry));
  const waiting = page.queue.filter(isWaiting);
  return (
    <>
      <Panel title="Running" beside={<Typography color="textSecondary">{count(running.length)} of {counted(page.max_running, "place")}</Typography>}>
        {running.length === 0 ? (
          <Typography color="textSecondary">Nothing runs right now.</Typography>
        ) : (
          <List disablePadding>
            {running.map((entry) => (
              <RunningRow key={entry.batch_id} entry={entry} />
            ))}
          </List>
        )}
      </Panel>
      <Panel title="Waiting" beside={<Typography color="textSecondary">{count(page.total - running.length)}</Typography>}>
        {waiting.length === 0 ? <Typography color="textSecondary">Nothing waits.</Typography> : <WaitingList waiting={waiting} />}
        {page.total > QUEUE_SHOWN && (
          <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
            The first {count(QUEUE_SHOWN)} of {count(page.total)} are shown.
          </Typography>
        )}
      </Panel>
    </>
  );
}

function WaitingList({ waiting }: { waiting: QueueEntry[] }) {
  const move = useQueueMove();
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const nameOf = (id: string | number) => waiting.find((entry) => entry.batch_id === id)?.name ?? String(id);
  const placeOf = (id: string | number) => waiting.findIndex((entry) => entry.batch_id === id) + 1;
  const drop = ({ active, over }: DragEndEvent) => {
    if (over && over.id !== active.id) move({ batchId: String(active.id), position: placeOf(over.id) });
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={{
        screenReaderInstructions: { draggable: "Press space to lift the batch, the arrow keys to move it, space to put it down, Escape to leave it where it was." },
        announcements: {
          onDragStart: ({ active }) => `Lifted ${nameOf(active.id)}, place ${placeOf(active.id)}.`,
          onDragOver: ({ active, over }) => (over ? `${nameOf(active.id)} is over place ${placeOf(over.id)}.` : undefined),
          onDragEnd: ({ active, over }) => `${nameOf(active.id)} was put to place ${placeOf(over?.id ?? active.id)}.`,
          onDragCancel: ({ active }) => `${nameOf(active.id)} stays at place ${placeOf(active.id)}.`,
        },
      }}
    >
      <SortableContext items={waiting.map((entry) => entry.batch_id)} strategy={verticalListSortingStrategy}>
        <List disablePadding aria-label="Waiting batches in their order">
          {waiting.map((entry) => (
            <WaitingRow key={entry.batch_id} entry={entry} last={entry.position === waiting.length} onMove={move} />
          ))}
        </List>
      </SortableContext>
    </DndContext>
  );
}
